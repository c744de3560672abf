import type { Log } from '../log.ts'
import type { ReviewStore } from '../reviews/review-store.ts'
import type { Task } from '../task/task.ts'
import { closeOlderReviews } from './close-older-reviews.ts'
import type { Outcome } from './moderate-batch.ts'

type WithdrawalDependencies = { reviews: ReviewStore; log: Log }

/** The bot has left the channel: of what was published before, nothing is left to decide. */
export async function withdrawSubmissions(
  task: Task,
  { reviews, log }: WithdrawalDependencies,
): Promise<Outcome> {
  await closeOlderReviews(task, 'withdrawn', reviews)
  log.info('submissions-withdrawn', {
    eventId: task.eventId,
    botId: task.botId,
    connectorId: task.connectorId,
  })
  return 'settled'
}
