import { auditOf } from '../audit-of.ts'
import type { Report } from '../coze/client.ts'
import type { Log } from '../log.ts'
import {
  isEnded,
  isNewer,
  type Newest,
  type Review,
  type Submission,
  type Verdict,
} from '../reviews/review.ts'
import type { ReviewStore } from '../reviews/review-store.ts'
import type { Task } from '../task/task.ts'
import { closeOlderReviews } from './close-older-reviews.ts'
import type { Outcome } from './moderate-batch.ts'
import { isFinal, recordFailure } from './record-failure.ts'

export type ReviewDependencies = {
  reviews: ReviewStore
  moderate: (submission: Submission) => Promise<Verdict>
  report: Report
  /** How long an answer of "in review" may be on its way to Coze. */
  answerMs: number
  now: () => number
  wait: (ms: number) => Promise<void>
  log: Log
}

/** Deliveries in a row that ended without a trace: more is not bad luck, the submission kills the function. */
const maxDeaths = 5

/** Walks a review to its end. It may be walked any number of times, and break off at any line. */
export async function reviewSubmission(task: Task, dependencies: ReviewDependencies): Promise<Outcome> {
  const review = await dependencies.reviews.beginDelivery(task)
  if (review === undefined) return 'no-review'
  if (isEnded(review) || review.status === 'escalated') return 'settled'
  if (review.deaths > maxDeaths) return giveUp(review, dependencies)
  try {
    await decideAndReport(review, dependencies)
  } catch (error) {
    await recordFailure(review, error, dependencies)
  }
  return 'settled'
}

async function decideAndReport(review: Review, dependencies: ReviewDependencies): Promise<void> {
  const { reviews, report, wait, now, answerMs, log } = dependencies
  // A verdict from an earlier delivery may have reached Coze without our learning of it.
  let mayBeReported = review.verdict !== undefined
  if (await hasGivenWay(review, mayBeReported, dependencies)) return

  await closeOlderReviews(review, 'superseded', reviews)
  const decided = review.verdict === undefined ? await decide(review, dependencies) : review
  if (decided.report === undefined) return

  await wait(Math.max(0, decided.answeredAt + answerMs - now()))
  if (await hasGivenWay(decided, mayBeReported, dependencies)) return
  mayBeReported = true
  const { logId } = await report(decided, auditOf(decided))
  if (await hasGivenWay(decided, mayBeReported, dependencies)) return
  await reviews.recordReport(decided, logId)
  log.info('verdict-reported', { ...identify(decided), reviewStatus: decided.status, logId })
}

async function decide(review: Review, { reviews, moderate, log }: ReviewDependencies): Promise<Review> {
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

/** A verdict reaches only the version it was made for: once a newer event of the bot is known, this review ends. */
async function hasGivenWay(review: Review, mayBeReported: boolean, dependencies: ReviewDependencies) {
  const newest = await dependencies.reviews.findNewest(review)
  if (newest === undefined || !isNewer(newest, review)) return false
  if (mayBeReported) await restore(newest, dependencies)
  await dependencies.reviews.close(review, newest.kind === 'publish' ? 'superseded' : 'withdrawn')
  dependencies.log.info('review-gave-way', { ...identify(review), newestEventId: newest.eventId })
  return true
}

/** Takes back what an overtaken report did to the newer version: Coze is told the state of the newest, until it stays. */
async function restore(newest: Newest, dependencies: ReviewDependencies): Promise<void> {
  const { reviews, report, log } = dependencies
  const standing = newest.kind === 'publish' ? await reviews.recordAnswer(newest) : undefined
  const audit = auditOf(standing)
  await report(newest, audit).catch(error => ignoreIfGone(error, newest))
  log.warn('report-taken-back', { ...identify(newest), auditStatus: audit.audit_status })
  const current = await reviews.findNewest(newest)
  if (current !== undefined && isNewer(current, newest)) await restore(current, dependencies)
}

/** Of a bot that has left the channel there may be nothing to take back. */
function ignoreIfGone(error: unknown, { kind }: Newest): void {
  if (kind === 'publish' || !isFinal(error, Number.POSITIVE_INFINITY)) throw error
}

async function giveUp(review: Review, { reviews, log }: ReviewDependencies): Promise<Outcome> {
  await reviews.recordFailure(review, { message: `the function died ${maxDeaths} times over this review` })
  log.error('review-deadly', identify(review))
  return 'deadly'
}

function identify({ eventId, connectorId, botId }: Review | Newest) {
  return { eventId, connectorId, botId }
}
