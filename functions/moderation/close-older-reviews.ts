import { type EventOrder, isNewer, isWaiting, type Review } from '../reviews/review.ts'
import type { ReviewKey, ReviewStore } from '../reviews/review-store.ts'

/**
 * Ends the reviews that a newer event of their bot has made pointless. One whose verdict is still being reported is
 * left to its own task, which knows how to take a report back. Gives all reviews of the bot, as they were before.
 */
export async function closeOlderReviews(
  event: ReviewKey & EventOrder,
  status: 'superseded' | 'withdrawn',
  reviews: Pick<ReviewStore, 'listReviews' | 'close'>,
): Promise<Review[]> {
  const known = await reviews.listReviews(event)
  for (const review of known) {
    if (isWaiting(review) && isNewer(event, review)) await reviews.close(review, status)
  }
  return known
}
