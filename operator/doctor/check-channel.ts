import { findLatestEvent } from '../../functions/reviews/latest-event.ts'
import { readCallbackTokens } from '../channel/callback-tokens.ts'
import { countMessages } from '../channel/count-messages.ts'
import type { Deployment } from '../channel/deployment.ts'
import { Problem } from '../desk/errors.ts'
import { writeSampleCallback } from '../send/sample-callback.ts'
import { sendSigned } from '../send/send-signed.ts'

/** As long as Coze waits for all but a publish. */
const probeLimitMs = 3_000
/** A task that waits longer has been put off for an hour of failures, or nobody takes tasks at all. */
const longestWaitSeconds = 3_600

export async function checkTokens(deployment: Deployment): Promise<string> {
  const { tokens, changedAt } = await readCallbackTokens(deployment)
  if (tokens.length === 0) throw new Problem('none is stored, so no callback gets in: run setup')
  const since = changedAt === undefined ? '' : `, changed ${changedAt.toISOString()}`
  return tokens.length === 1
    ? `1 is stored${since}`
    : `${tokens.length} are stored${since}: rotate-token --finish drops the older`
}

/** An event of no known type is verified like any other, and then only acknowledged. */
export async function checkProbe(deployment: Deployment): Promise<string> {
  const [token] = (await readCallbackTokens(deployment)).tokens
  if (token === undefined) throw new Problem('not sent, for there is no token to sign it with')
  const now = Date.now()
  const body = writeSampleCallback({ eventType: 'doctor.probe' }, now)
  const { callbackUrl: url } = deployment
  const answer = await sendSigned({ url, body, token, limitMs: probeLimitMs, now })
  if ('failure' in answer) throw new Problem(`${url}: ${answer.failure}`)
  if (answer.status === 200) return `${url} answered in ${answer.tookMs} ms`
  throw new Problem(
    `${url} answered HTTP ${answer.status} to a callback signed with the newest token: ${explain(answer.status)}`,
  )
}

function explain(status: number): string {
  if (status === 401)
    return 'if the token was just stored, try again in a minute; else see the log of the callbacks'
  if (status === 429) return 'more requests than requestsPerSecond of cdk.json allows'
  return 'see the log of the callbacks'
}

export async function checkTasks({ sqs, taskQueue, monitoring }: Deployment): Promise<string> {
  const { waiting, underWay } = await countMessages(sqs, taskQueue)
  const counted = `${waiting} waiting, ${underWay} under way`
  if (waiting + underWay === 0) return 'none are waiting'
  const oldest = await monitoring.measureOldestTask(taskQueue)
  if (oldest === undefined) return `${counted}; how long is not measured`
  if (oldest <= longestWaitSeconds) return `${counted}, the oldest for ${oldest} s`
  throw new Problem(
    `${counted}, the oldest for ${Math.round(oldest / 60)} minutes: see the log of the moderation`,
  )
}

export async function checkDeadLetters({ sqs, deadLetterQueue }: Deployment): Promise<string> {
  const { waiting, underWay } = await countMessages(sqs, deadLetterQueue)
  if (waiting + underWay === 0) return 'none'
  throw new Problem(
    `${waiting + underWay}, each a review that does not end by itself: see the log of the moderation, mend the cause, then redrive`,
  )
}

export async function checkAlarms({ monitoring }: Deployment): Promise<string> {
  const alarms = await monitoring.listAlarms()
  if (alarms === undefined) return 'there are none on this machine'
  const ringing = alarms.filter(({ isRinging }) => isRinging).map(({ name }) => name)
  if (ringing.length > 0) throw new Problem(`${ringing.join(', ')}: see its description for what to do`)
  return alarms.length === 0 ? 'the stack has none' : `none of ${alarms.length} rings`
}

/** Not wrong by itself: nobody may have published yet, or this month. */
export async function checkLatestEvent({ dynamodb, reviewTable }: Deployment): Promise<string> {
  const latest = await findLatestEvent(dynamodb, reviewTable)
  if (latest === undefined) return 'none came yet: publish a bot to the channel'
  const caveat = latest.isSure ? '' : ', or a later one: the record is too large to look through'
  return `${new Date(latest.eventTime).toISOString()}, of bot ${latest.botId}${caveat}`
}
