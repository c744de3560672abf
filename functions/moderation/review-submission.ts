import { auditOf } from '../audit-of.ts'
import type { Report } from '../coze/client.ts'
import { Fault, type Log } from '../log.ts'
import { identify, isEnded, isNewer, type Newest, type Review } from '../reviews/review.ts'
import type { ReviewStore } from '../reviews/review-store.ts'
import type { Delivery, Outcome, Task } from '../task/task.ts'
import { closeOlderReviews } from './close-older-reviews.ts'
import type { Moderate } from './moderate.ts'
import { isFinal, recordOrRethrow } from './record-failure.ts'

export type ReviewDependencies = {
  reviews: ReviewStore
  moderate: Moderate
  report: Report
  /** How long an answer of "in review" may be on its way to Coze. */
  answerMs: number
  now: () => number
  wait: (ms: number) => Promise<void>
  log: Log
}

/**
 * Deliveries in a row that ended without a trace, over so long a time: no spell of lost answers, the submission kills the
 * function. Five deaths by time-out, twelve minutes of visibility each, take an hour.
 */
const maxDeaths = 5
const longestSpellMs = 30 * 60_000

/** Walks a review to its end. It may be walked any number of times, and break off at any line. */
export async function reviewSubmission(
  task: Task,
  delivery: Delivery,
  dependencies: ReviewDependencies,
): Promise<Outcome> {
  const review = await dependencies.reviews.beginDelivery(task, delivery.id)
  if (review === undefined) return 'no-review'
  if (isEnded(review) || review.status === 'escalated') return 'settled'
  if (isDeadly(review, dependencies.now())) return giveUp(review, dependencies)
  try {
    await decideAndReport(review, delivery, dependencies)
  } catch (error) {
    await recordOrRethrow(review, error, dependencies)
  }
  return 'settled'
}

async function decideAndReport(
  review: Review,
  delivery: Delivery,
  dependencies: ReviewDependencies,
): Promise<void> {
  const newest = await dependencies.reviews.findNewest(review)
  if (newest === undefined || isNewer(review, newest))
    return awaitAcknowledgement(review, delivery, dependencies)
  if (isNewer(newest, review)) return giveWay(review, newest, dependencies)

  const known = await closeOlderReviews(review, 'superseded', dependencies.reviews)
  const decided = review.verdict === undefined ? await judge(review, dependencies) : review
  if (decided.report === undefined) return
  await waitForAnswers([...known, decided], dependencies)

  const newerByNow = await findNewer(decided, dependencies)
  // `review`, not `decided`: a verdict made a moment ago cannot have been reported.
  if (newerByNow !== undefined) return giveWay(review, newerByNow, dependencies)
  await reportVerdict(decided, dependencies)
}

/** For five minutes after a task the queue swallows another one of the same event: so long, and longer, this one stays. */
const acknowledgementMs = 10 * 60_000

/**
 * The newest is moved before a publish is acknowledged, so this one was not: Coze sends it again, or counts it as failed.
 * Without another sending it must not be reported; with one, it gets a new task.
 */
function awaitAcknowledgement(review: Review, { sentAt }: Delivery, { now, log }: ReviewDependencies): void {
  if (now() - sentAt < acknowledgementMs)
    throw new Fault('the publish is not acknowledged yet: it is tried again')
  log.warn('never-acknowledged', identify(review))
}

/** A newer event that came while Coze took the report has been overruled by it: the report is taken back. */
async function reportVerdict(decided: Review, dependencies: ReviewDependencies): Promise<void> {
  const { reviews, report, log } = dependencies
  const { logId } = await report(decided, auditOf(decided))
  const newer = await findNewer(decided, dependencies)
  if (newer !== undefined) return giveWay(decided, newer, dependencies)
  await reviews.recordReport(decided, logId)
  log.info('verdict-reported', { ...identify(decided), reviewStatus: decided.status, logId })
}

/**
 * No verdict may overtake an answer of "in review" that is still on its way to Coze, be it to an older event of the bot:
 * that one was the newest when it was answered.
 */
async function waitForAnswers(
  reviews: readonly Review[],
  { answerMs, now, wait }: ReviewDependencies,
): Promise<void> {
  const answeredAt = Math.max(...reviews.map(review => review.answeredAt))
  await wait(Math.max(0, answeredAt + answerMs - now()))
}

async function judge(review: Review, { reviews, moderate, log }: ReviewDependencies): Promise<Review> {
  const verdict = await moderate(review)
  const decided = await reviews.recordVerdict(review, verdict)
  log.info('verdict-recorded', {
    ...identify(decided),
    reviewStatus: decided.status,
    findings: verdict.findings.length,
    rules: verdict.findings.map(finding => finding.rule).join(' '),
    policyVersion: verdict.policyVersion,
  })
  return decided
}

/** The event after which a verdict on this review would reach the wrong version. */
async function findNewer(review: Review, { reviews }: ReviewDependencies): Promise<Newest | undefined> {
  const newest = await reviews.findNewest(review)
  return newest !== undefined && isNewer(newest, review) ? newest : undefined
}

type Told = Awaited<ReturnType<Report>>

/** Ends an overtaken review. If it has a verdict, Coze may have heard it, even if we never learnt so. */
async function giveWay(review: Review, newer: Newest, dependencies: ReviewDependencies): Promise<void> {
  const takenBack = review.verdict === undefined ? undefined : await restore(newer, dependencies)
  await dependencies.reviews.close(review, newer.kind === 'publish' ? 'superseded' : 'withdrawn', takenBack)
  dependencies.log.info('review-gave-way', { ...identify(review), newestEventId: newer.eventId })
}

/**
 * Takes back what an overtaken report did to the newer version: Coze is told the state of the newest, until it stays.
 * Undefined where there was nothing to take back.
 */
async function restore(newest: Newest, dependencies: ReviewDependencies): Promise<Told | undefined> {
  const { reviews, report, log } = dependencies
  const standing = newest.kind === 'publish' ? await reviews.recordAnswer(newest) : undefined
  const audit = auditOf(standing)
  const told = await report(newest, audit).catch(error => keepTrying(error, newest))
  log.warn('report-taken-back', {
    ...identify(newest),
    auditStatus: audit.audit_status,
    logId: told?.logId,
  })
  const current = await reviews.findNewest(newest)
  if (current !== undefined && isNewer(current, newest)) return restore(current, dependencies)
  return told
}

/** Of a bot that has left there may be nothing to take back. From another one an approval not meant for it must go. */
function keepTrying(cause: unknown, { kind, eventId }: Newest): undefined {
  if (kind === 'withdrawal' && isFinal(cause, Number.POSITIVE_INFINITY)) return
  throw new Fault(`an older verdict could not be taken back from event ${eventId}: it is tried again`, {
    cause,
  })
}

function isDeadly({ deaths, dyingSince = Number.POSITIVE_INFINITY }: Review, nowMs: number): boolean {
  return deaths > maxDeaths && nowMs - dyingSince > longestSpellMs
}

async function giveUp(review: Review, { reviews, log }: ReviewDependencies): Promise<Outcome> {
  await reviews.recordFailure(review, {
    message: `the function died ${maxDeaths} times over this submission: look at it, then redrive its task`,
  })
  log.error('review-deadly', identify(review))
  return 'deadly'
}
