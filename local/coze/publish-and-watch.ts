import { styleText } from 'node:util'
import { type AwaitVerdict, announcePublish, awaitAtStandIn, awaitByResending } from './await-verdict.ts'
import type { Audit, Published } from './bots.ts'
import { readAudit } from './read-answer.ts'
import { type CallbackResult, publishLimitMs, sendCallback } from './send-callback.ts'
import { publishCallback, type WireCallback, writeCallback } from './write-callback.ts'

/** Without a `standInUrl` the channel reports to the real Coze, where nobody here can look. */
type WatchedChannel = {
  readonly channelUrl: string
  readonly callbackToken: string
  readonly standInUrl: string | undefined
  readonly waitMs: number
}

const resendEveryMs = 2000

/** Says each step on standard output. Undefined once there is a verdict, else why there is none. */
export async function publishAndWatch(
  published: Published,
  channel: WatchedChannel,
): Promise<string | undefined> {
  const startedAt = performance.now()
  const callbackUrl = `${channel.channelUrl}/callback`
  const sent = writeCallback(publishCallback(published), { token: channel.callbackToken })
  const awaitVerdict = await chooseWatch(published, channel, callbackUrl, sent)
  say('publish', `${published.name} · bot ${published.botId}`)
  const result = await sendCallback(callbackUrl, sent, publishLimitMs)
  const answer = readAudit(result)
  if (typeof answer === 'string') return explainRefusal(result, answer, channel.channelUrl)
  sayAudit('answer', answer, result.tookMs)
  if (answer.auditStatus !== 1) return undefined
  const verdict = await awaitVerdict(channel.waitMs)
  if (typeof verdict === 'string') return verdict
  sayAudit('verdict', verdict, performance.now() - startedAt)
  return undefined
}

/** The stand-in has to know of the bot before the channel can report on it. */
async function chooseWatch(
  published: Published,
  { standInUrl }: WatchedChannel,
  callbackUrl: string,
  sent: WireCallback,
): Promise<AwaitVerdict> {
  if (!standInUrl) return awaitByResending(callbackUrl, sent, resendEveryMs)
  const isThere = await announcePublish(standInUrl, published)
  if (isThere) return awaitAtStandIn(standInUrl, published.botId)
  return async () => `no stand-in for Coze answers on ${standInUrl}: the verdict cannot be seen`
}

function explainRefusal(result: CallbackResult, why: string, channelUrl: string): string {
  if (why === 'nothing listens') return `nothing answers on ${channelUrl}: start the channel with npm start`
  if (result.outcome === 'failed') return `no answer from ${channelUrl}: ${why}`
  if (result.status === 401)
    return 'refused with 401: COZE_CALLBACK_TOKEN here is not the token of the channel'
  return `the channel did not accept the publish: ${why}`
}

const words = { 1: 'in review', 2: 'approved', 3: 'rejected' }
const colours = { 1: 'yellow', 2: 'green', 3: 'red' } as const
const labelWidth = 10

/** `verdict   3 rejected · 3.3 s`, and the reason below. */
function sayAudit(label: string, { auditStatus, reason }: Audit, tookMs: number): void {
  const status = styleText(colours[auditStatus], `${auditStatus} ${words[auditStatus]}`)
  say(label, `${status} · ${writeDuration(tookMs)}`)
  for (const line of reason.split('\n').filter(Boolean)) say('', line)
}

function say(label: string, text: string): void {
  console.log(styleText('dim', label.padEnd(labelWidth)) + text)
}

function writeDuration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}
