import { type EventOrder, isNewer, isWaiting } from '../reviews/review.ts'
import type { ReviewKey, ReviewStore } from '../reviews/review-store.ts'

/**
 * Ends the reviews that a newer event of their bot has made pointless. One whose verdict is still being reported is
 * left to its own task, which knows how to take a report back.
 */
export async function closeOlderReviews(
  event: ReviewKey & EventOrder,
  status: 'superseded' | 'withdrawn',
  reviews: Pick<ReviewStore, 'listReviews' | 'close'>,
): Promise<void> {
  for (const review of await reviews.listReviews(event)) {
    if (isWaiting(review) && isNewer(event, review)) await reviews.close(review, status)
  }
}
