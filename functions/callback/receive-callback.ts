import { auditOf } from '../audit-of.ts'
import type { Audit } from '../coze/audit.ts'
import type { Publish, Withdrawal } from '../coze/bot-event.ts'
import { type Challenge, parseCallback, parseUnsignedChallenge } from '../coze/callback.ts'
import type { Log } from '../log.ts'
import { identify, isEnded, type Newest } from '../reviews/review.ts'
import type { ReviewStore } from '../reviews/review-store.ts'
import type { SendTask } from '../task/task-queue.ts'
import type { Authenticate } from './authenticate.ts'
import { type Refusal, refuse } from './refuse.ts'
import type { CallbackRequest, Reply } from './request.ts'

export type CallbackDependencies = {
  authenticate: Authenticate
  reviews: Pick<ReviewStore, 'receive' | 'setNewest' | 'findNewest' | 'recordAnswer'>
  sendTask: SendTask
  maxBodyBytes: number
  now: () => number
  log: Log
}

/** The way of a callback. Whatever throws on it is answered with a 5xx, and Coze sends the event again. */
export async function receiveCallback(
  request: CallbackRequest,
  dependencies: CallbackDependencies,
): Promise<Reply> {
  if (request.body.byteLength > dependencies.maxBodyBytes) return refuse('too-large', dependencies.log)
  const authenticity = await dependencies.authenticate(request)
  if (authenticity !== 'genuine') return answerUnverified(request, authenticity, dependencies.log)

  const callback = parseCallback(request.body, request.headers['x-coze-timestamp'] ?? '')
  switch (callback.kind) {
    case 'publish':
      return acceptPublish(callback, dependencies)
    case 'withdrawal':
      return acceptWithdrawal(callback, dependencies)
    case 'challenge':
      return echo(callback)
    case 'acknowledge-only':
      dependencies.log.info('callback-acknowledged', { eventType: nameEventType(callback.eventType) })
      return { status: 200, body: {} }
    case 'unreadable':
      return refuse('unreadable', dependencies.log, callback.problem)
  }
}

/** More than clocks differ by that are looked after. Less is left as it is: events are held against each other, not against us. */
const strangeMs = 10_000

/** An event dated ahead would be the newest until its date has come, and what is published meanwhile would pass as older. */
function isDatedAhead(event: Publish | Withdrawal, { now, log }: CallbackDependencies): boolean {
  const aheadMs = event.eventTime - now()
  if (aheadMs <= strangeMs) return false
  log.warn('event-dated-ahead', { ...identify(event), aheadMs })
  return true
}

/** Well below the three seconds by which the queue delays a task: AWS may have been slow, and a verdict be there already. */
const freshMs = 1_000

/** "In review" is answered only after the review, its task and the newest event of its bot are safe. */
async function acceptPublish(publish: Publish, dependencies: CallbackDependencies): Promise<Reply> {
  const { reviews, sendTask, log, now } = dependencies
  const eventTime = isDatedAhead(publish, dependencies) ? now() : publish.eventTime
  const { review, isNew } = await reviews.receive({ ...publish, eventTime })
  // Its time is that of the first sending: a repeated event is the same event.
  const event = { ...review, kind: 'publish' } as const
  if (!isEnded(review)) await sendTask(event)
  const newest = await reviews.setNewest(event)
  // A verdict on a review recorded a moment ago is still held back by the delay of the queue.
  const isFresh = isNew && now() - review.receivedAt < freshMs
  const isKnown = isFresh && newest.eventId === review.eventId
  const audit = isKnown ? auditOf(review) : await findAudit(newest, dependencies)
  const facts = { newestEventId: newest.eventId, auditStatus: audit.audit_status }
  log.info('publish-acknowledged', { ...identify(review), ...facts })
  return { status: 200, body: { audit } }
}

async function acceptWithdrawal(withdrawal: Withdrawal, dependencies: CallbackDependencies): Promise<Reply> {
  const { reviews, sendTask, log } = dependencies
  // Nothing remembers when it came first: sent again it would be newer than what was published in between.
  if (isDatedAhead(withdrawal, dependencies))
    return refuse('unreadable', log, 'header.created_at is ahead of the time, until which it is refused')
  await sendTask(withdrawal)
  await reviews.setNewest(withdrawal)
  log.info('withdrawal-acknowledged', identify(withdrawal))
  return { status: 200, body: {} }
}

/**
 * A repeated or late event is answered with what is known by now of the newest: an answer must not undo a verdict. "In
 * review" is noted on the review of the newest, whose verdict waits for the answer. So it leaves soon after the note, and
 * only if the newest is still the newest; else it is thought over.
 */
async function findAudit(newest: Newest, dependencies: CallbackDependencies): Promise<Audit> {
  const { reviews, now } = dependencies
  const notedAt = now()
  const audit = auditOf(newest.kind === 'publish' ? await reviews.recordAnswer(newest) : undefined)
  const current = (await reviews.findNewest(newest)) ?? newest
  const isFresh = now() - notedAt < freshMs
  return isFresh && current.eventId === newest.eventId ? audit : findAudit(current, dependencies)
}

/** On a first set-up the token may not be stored yet, and an opaque challenge gives nothing away. */
function answerUnverified(request: CallbackRequest, refusal: Refusal, log: Log): Reply {
  const challenge = parseUnsignedChallenge(request.body)
  if (challenge === undefined) return refuse(refusal, log)
  log.warn('challenge-unverified', { refusal })
  return echo(challenge)
}

/** A name is logged, anything else that calls itself an event type is not. */
function nameEventType(eventType: string): string {
  return /^[a-z_.]{1,64}$/.test(eventType) ? eventType : 'unnamed'
}

function echo({ challenge }: Challenge): Reply {
  return { status: 200, body: { challenge } }
}
