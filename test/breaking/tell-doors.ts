import type { SQSRecord } from 'aws-lambda'
import { type CallbackDependencies, receiveCallback } from '../../functions/callback/receive-callback.ts'
import type { Reply } from '../../functions/callback/request.ts'
import { CozeError } from '../../functions/coze/errors.ts'
import type { Log } from '../../functions/log.ts'
import { createBatchHandler } from '../../functions/moderation/moderate-batch.ts'
import { type ReviewDependencies, reviewSubmission } from '../../functions/moderation/review-submission.ts'
import { withdrawSubmissions } from '../../functions/moderation/withdraw-submissions.ts'
import type { Review } from '../../functions/reviews/review.ts'
import type { ReviewStore } from '../../functions/reviews/review-store.ts'
import type { Task } from '../../functions/task/task.ts'
import { Problem } from '../../operator/desk/errors.ts'
import type { Desk } from '../../operator/desk/open-desk.ts'
import { decideReview, type Wanted } from '../../operator/reviews/decide.ts'
import type { CozeEvent } from './coze-of-one-bot.ts'
import type { Pace } from './paced-story.ts'

/** What the doors meet outside: the record, the queue, Coze, and the time. */
export type Outside = Pick<ReviewDependencies, 'reviews' | 'moderate' | 'report' | 'now' | 'wait'> & {
  readonly botId: string
  readonly sendTask: (task: Task) => Promise<void>
  /** Also where the queue has just had a task of the same event. */
  readonly sendTaskAnew: (task: Task) => Promise<void>
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>
  readonly bury: (body: string) => Promise<void>
}

export const connectorId = '7423989367674212345'
/** Of the settings of the channel. */
export const answerMs = 3_000

const log: Log = { info() {}, warn() {}, error() {} }
const awsFailed = () => new Error('no answer from AWS')

/** The way of one sending of an event through the callback function; undefined for an answer of 503. */
export async function tellCallback(
  event: CozeEvent,
  outside: Outside,
  pace: Pace,
): Promise<Reply | undefined> {
  const dependencies: CallbackDependencies = {
    authenticate: async () => 'genuine',
    reviews: paceStore(outside.reviews, pace),
    sendTask: task => pace('sendTask', () => outside.sendTask(task), awsFailed),
    maxBodyBytes: 10_000,
    now: outside.now,
    log,
  }
  return receiveCallback(writeRequest(event, outside.botId), dependencies).catch(() => undefined)
}

/** The way of one letter through the moderation function; true where the letter is done with. */
export async function tellModeration(record: SQSRecord, outside: Outside, pace: Pace): Promise<boolean> {
  const reviews = paceStore(outside.reviews, pace)
  const dependencies: ReviewDependencies = {
    reviews,
    moderate: review => pace('moderate', () => outside.moderate(review), awsFailed),
    report: (bot, audit) =>
      pace(
        `report ${audit.audit_status}`,
        () => outside.report(bot, audit),
        said => new CozeError({ call: 'reporting', ...said }),
      ),
    answerMs,
    now: outside.now,
    wait: ms => pace('wait', () => outside.wait(ms), awsFailed),
    log,
  }
  const handle = createBatchHandler({
    settle: {
      publish: (task, delivery) => reviewSubmission(task, delivery, dependencies),
      withdrawal: task => withdrawSubmissions(task, { reviews, log }),
    },
    postpone: (receipt, seconds) => pace('postpone', () => outside.postpone(receipt, seconds), awsFailed),
    sendDeadLetter: ({ body }) => pace('bury', () => outside.bury(body), awsFailed),
    chance: () => 0,
    log,
  })
  return (await handle({ Records: [record] })).batchItemFailures.length === 0
}

/** The way of a person's verdict on a review that was seen a while ago. What is refused, or breaks off, changes nothing more. */
export async function tellPerson(seen: Review, wanted: Wanted, outside: Outside, pace: Pace): Promise<void> {
  const record = {
    ...paceStore(outside.reviews, pace),
    sendTask: (task: Task) => pace('sendTask', () => outside.sendTaskAnew(task), awsFailed),
  }
  const desk: Pick<Desk, 'confirm' | 'change'> = {
    confirm: () =>
      pace(
        'confirm',
        async () => {},
        () => new Problem('nothing was changed'),
      ),
    change: (_what, make) => make(),
  }
  await decideReview(record, seen, wanted, async () => 'Li Lei', desk).catch(() => undefined)
}

/** The way of a person who gives up what Coze has refused. */
export async function tellClosing(seen: Review, { reviews }: Outside, pace: Pace): Promise<void> {
  await paceStore(reviews, pace)
    .closeRefused(seen, 'Li Lei')
    .catch(() => undefined)
}

/** The record, each of whose steps waits for its turn. */
function paceStore(reviews: ReviewStore, pace: Pace): ReviewStore {
  const paced = Object.entries(reviews).map(([name, call]) => [
    name,
    (...parameters: unknown[]) => pace(name, () => Reflect.apply(call, reviews, parameters), awsFailed),
  ])
  return Object.fromEntries(paced)
}

function writeRequest({ kind, eventId, createdAt }: CozeEvent, botId: string) {
  const type = kind === 'publish' ? 'bot.published' : 'bot.unpublished'
  const header = { event_type: type, event_id: eventId, created_at: createdAt, connector_id: connectorId }
  const event = { bot_id: botId, bot_name: '天气助手', version: eventId }
  return { headers: {}, body: Buffer.from(JSON.stringify({ header, event })) }
}
