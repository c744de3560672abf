import { CozeError } from '../../../functions/coze/errors.ts'
import type { Log } from '../../../functions/log.ts'
import { type ReviewDependencies, reviewSubmission } from '../../../functions/moderation/review-submission.ts'
import type { Review, Submission, Verdict } from '../../../functions/reviews/review.ts'
import { newSubmission, openStore } from '../reviews/open-store.ts'

export const log: Log = { info() {}, warn() {}, error() {} }
export const approve: Verdict = { decision: 'approve', findings: [], policyVersion: 'p1' }
export const reject: Verdict = {
  decision: 'reject',
  reason: '请修改名称',
  findings: [],
  policyVersion: 'p1',
}
export const escalate: Verdict = { decision: 'escalate', findings: [], policyVersion: 'p1' }

export const refusal = (failure: { httpStatus?: number; code?: number }) =>
  new CozeError({ call: 'reporting', ...failure })

/** A real table of reviews, and moderations of them which a test takes apart. */
export async function openModerations() {
  const { reviews, clock, close } = await openStore()
  let deliveries = 0

  /** A moderation whose reports are a list, and whose parts a test replaces. */
  function openModeration(changes: Partial<ReviewDependencies> = {}) {
    const reports: unknown[] = []
    const dependencies: ReviewDependencies = {
      reviews,
      moderate: async () => approve,
      report: async (_bot, audit) => {
        reports.push(audit)
        return { logId: 'log-1' }
      },
      answerMs: 3_000,
      now: () => clock.nowMs,
      wait: async () => {},
      log,
      ...changes,
    }
    const sentAt = clock.nowMs
    const deliver = (submission: Submission) =>
      reviewSubmission(
        { ...submission, kind: 'publish' },
        { id: `delivery ${++deliveries}`, sentAt },
        dependencies,
      )
    return { reports, dependencies, deliver }
  }

  async function receive(
    changes: { eventId?: string; eventTime?: number; botId?: string } = {},
  ): Promise<Review> {
    const { review } = await reviews.receive(newSubmission(changes))
    await reviews.setNewest({ ...review, kind: 'publish' })
    return review
  }

  return { reviews, clock, close, openModeration, receive }
}
