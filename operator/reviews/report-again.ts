import type { Review } from '../../functions/reviews/review.ts'
import type { ReviewRecord } from './open-record.ts'

/**
 * Leaves the report of a recorded verdict to the moderation function, by a task of its own. The function alone tells Coze:
 * it knows when a verdict must not be told any more, how to take one back, and what to do when Coze is out of reach, and
 * the bot's tasks come one after the other. So nothing of that is written twice, whoever decides needs no credentials of
 * Coze, and what was once queued outlives this process. Harmless any number of times. Gives the review as it stands.
 */
export async function reportAgain(
  { setNewest, renewReport, sendTask }: Pick<ReviewRecord, 'setNewest' | 'renewReport' | 'sendTask'>,
  review: Review,
): Promise<Review> {
  const event = { ...review, kind: 'publish' } as const
  // A review may wait longer for a person than the newest event of a bot is known. It moves forward only.
  await setNewest(event)
  const due = await renewReport(review)
  await sendTask(event)
  return due
}
