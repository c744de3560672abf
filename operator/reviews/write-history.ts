import type { Review } from '../../functions/reviews/review.ts'
import { showText } from '../desk/show-text.ts'
import { isUnreported, nameDecider, nameState, pastTense, writeTime } from './describe-review.ts'
import type { History } from './find-bot.ts'

/** A bot's story for a person, the users' words included. */
export function writeHistory({ botId, connectorId, newest, reviews }: History): string[] {
  return [
    `bot ${botId} on channel ${connectorId}`,
    newest === undefined
      ? 'newest event: none is known any more'
      : `newest event: ${newest.kind} ${newest.eventId} of ${writeTime(newest.eventTime)}`,
    ...reviews.flatMap(writeReview),
  ]
}

function writeReview(review: Review): string[] {
  const rows = [
    ...tellSubmission(review),
    ...tellVerdict(review),
    ...tellReport(review),
    ...tellEnd(review),
  ].map(([label, text]) => `  ${label.padEnd(14)}  ${showText(text)}`.trimEnd())
  return ['', `${review.eventId}: ${nameState(review)}`, ...rows]
}

type Row = readonly [label: string, text: string]

function tellSubmission({ eventTime, receivedAt, version, userId, name, description }: Review): Row[] {
  return [
    ['published', `${writeTime(eventTime)}, version ${version || 'unknown'}, by user ${userId || 'unknown'}`],
    ['received', writeTime(receivedAt)],
    ['name', name],
    ['description', description],
  ]
}

function tellVerdict(review: Review): Row[] {
  const { verdict, decidedAt = 0, escalatedAt } = review
  if (verdict === undefined) return []
  const { findings, policyVersion, profileVersion, decision, reason } = verdict
  const decided: Row = [pastTense[decision], `${writeTime(decidedAt)} by ${nameDecider(review)}`]
  return [
    ...(escalatedAt === undefined ? [] : [escalation(escalatedAt, policyVersion)]),
    ...findings.map(tellFinding),
    ...(profileVersion === undefined ? [] : [['profile', `version ${profileVersion}`] as const]),
    decided,
    ...(reason === undefined ? [] : [['reason', reason] as const]),
  ]
}

function escalation(at: number, policyVersion: string): Row {
  return ['escalated', `${writeTime(at)} by policy ${policyVersion}`]
}

type Finding = NonNullable<Review['verdict']>['findings'][number]

function tellFinding({ category, severity, field, view, rule, foundBy, excerpt }: Finding): Row {
  return [
    'finding',
    `${category} ${severity}, ${field || 'no field'}, ${view} view, ${rule}, ${foundBy}: ${excerpt}`,
  ]
}

function tellReport(review: Review): Row[] {
  const { report, reportedAt, reportLogId, failure, status } = review
  const isOpen = isUnreported(review) || status === 'in_review'
  return [
    ...(failure === undefined || !isOpen ? [] : [['failed last', failure.message] as const]),
    ...(report === 'done' && reportedAt !== undefined
      ? [['reported', writeTime(reportedAt) + logged(reportLogId)] as const]
      : []),
  ]
}

function tellEnd({ status, closedAt, closedBy, takenBackAt, takenBackLogId }: Review): Row[] {
  return [
    ...(takenBackAt === undefined ? [] : [takingBack(takenBackAt, takenBackLogId)]),
    ...(closedAt === undefined
      ? []
      : [[status, writeTime(closedAt) + (closedBy === undefined ? '' : ` by ${closedBy}`)] as const]),
  ]
}

function takingBack(at: number, logId: string | undefined): Row {
  return ['taken back', `${writeTime(at)}, Coze was told the state of the newest event${logged(logId)}`]
}

function logged(logId: string | undefined): string {
  return logId === undefined ? '' : `, log id ${logId}`
}
