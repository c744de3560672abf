import { CozeError } from '../coze/errors.ts'
import { describeError, type Log } from '../log.ts'
import { identify, type Review } from '../reviews/review.ts'
import type { ReviewStore } from '../reviews/review-store.ts'

type FailureDependencies = {
  reviews: Pick<ReviewStore, 'recordFailure' | 'recordReportFailure'>
  now: () => number
  log: Log
}

/** A bot just published may not have settled at Coze yet; one still not found after this long is gone. */
const youngMs = 10 * 60_000

/** Writes a failure into the review; throws it on if it is worth another try. */
export async function recordOrRethrow(
  review: Review,
  error: unknown,
  dependencies: FailureDependencies,
): Promise<void> {
  const { reviews, now, log } = dependencies
  const facts = describeError(error)
  const { code, logId } = error instanceof CozeError ? error.failure : {}
  const failure = { message: String(facts.message ?? facts.error), code, logId }
  if (!isFinal(error, now() - review.receivedAt)) {
    if (isRefusedToken(error)) log.error('access-token-refused', { ...identify(review), ...facts })
    await reviews.recordFailure(review, failure)
    throw error
  }
  await reviews.recordReportFailure(review, failure)
  log.error('report-failed', { ...identify(review), ...facts })
}

/** Whether Coze would give the same answer next time, to a review this old. */
export function isFinal(error: unknown, ageMs: number): boolean {
  if (!(error instanceof CozeError)) return false
  if (error.remedy === 'try-while-young') return ageMs >= youngMs
  return error.remedy === 'operator'
}

/** The operator's to mend, and then every review that waits goes on by itself. */
function isRefusedToken(error: unknown): boolean {
  return error instanceof CozeError && error.remedy === 'renew-token'
}
