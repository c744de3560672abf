import type { Review } from '../../functions/reviews/review.ts'

/** Since when it waits for a person, else when it came: the time that lists go by. */
export function timeOf({ dueAt, receivedAt }: Review): number {
  return dueAt ?? receivedAt
}

export function writeTime(ms: number): string {
  return new Date(ms).toISOString()
}

/** Decided, and Coze does not know it yet. */
export function isUnreported({ status, report }: Review): boolean {
  return (status === 'approved' || status === 'rejected') && report !== 'done'
}

export function nameState(review: Review): string {
  if (!isUnreported(review)) return review.status
  return `${review.status}, ${review.report === 'failed' ? 'report failed' : 'not reported yet'}`
}

export const pastTense = { approve: 'approved', reject: 'rejected', escalate: 'escalated' } as const

export function nameDecider({ verdict }: Review): string {
  return verdict?.decidedBy ?? `policy ${verdict?.policyVersion}`
}

/** Ids, kinds and times of a review as JSON: nothing that a user wrote. */
export function summarize(review: Review) {
  const { connectorId, botId, eventId, status, report, verdict, failure, reportedAt, reportLogId } = review
  return {
    time: writeTime(timeOf(review)),
    bot: botId,
    connector: connectorId,
    event: eventId,
    status,
    report,
    categories: listCategories(review),
    policyVersion: verdict?.policyVersion,
    decidedBy: verdict?.decidedBy,
    reportedAt: reportedAt && writeTime(reportedAt),
    logId: reportLogId,
    failure,
  }
}

/** The same in a line. */
export function writeSummary(review: Review): string {
  const { botId, eventId } = review
  const state = nameState(review).padEnd(23)
  return `${writeTime(timeOf(review))}  ${state}  ${botId}  ${eventId}  ${writeDetails(review)}`.trimEnd()
}

function writeDetails(review: Review): string {
  const { report, failure, verdict } = review
  if (isUnreported(review) && report === 'failed') return `code ${failure?.code ?? 'none'}`
  if (verdict?.decidedBy !== undefined) return `by ${verdict.decidedBy}`
  return listCategories(review).join(' ')
}

function listCategories({ verdict }: Review): string[] {
  return [...new Set(verdict?.findings.map(({ category }) => category))]
}
