import type { Log } from '../log.ts'
import { identify } from '../reviews/review.ts'
import type { ReviewStore } from '../reviews/review-store.ts'
import type { Outcome, Task } from '../task/task.ts'
import { closeOlderReviews } from './close-older-reviews.ts'

type WithdrawalDependencies = { reviews: ReviewStore; log: Log }

/** The bot has left the channel: of what was published before, nothing is left to decide. */
export async function withdrawSubmissions(
  task: Task,
  { reviews, log }: WithdrawalDependencies,
): Promise<Outcome> {
  await closeOlderReviews(task, 'withdrawn', reviews)
  log.info('submissions-withdrawn', identify(task))
  return 'settled'
}
