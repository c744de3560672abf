import { type Audit, auditStatus } from './coze/audit.ts'
import type { Review } from './reviews/review.ts'

/** A review in Coze's words. Without a verdict, and without a review, a bot is in review. */
export function auditOf(review: Review | undefined): Audit {
  switch (review?.status) {
    case 'approved':
      return { audit_status: auditStatus.approved }
    case 'rejected':
      return { audit_status: auditStatus.rejected, reason: review.verdict?.reason ?? '' }
    default:
      return { audit_status: auditStatus.inReview }
  }
}
