import { type Decision, isNewer, type Review } from '../../functions/reviews/review.ts'
import type { Result } from '../command.ts'
import { Problem } from '../desk/errors.ts'
import type { Desk } from '../desk/open-desk.ts'
import { showText } from '../desk/show-text.ts'
import { awaitReports } from './await-reports.ts'
import type { DecisionGiven } from './decision-options.ts'
import { isUnreported, nameDecider, pastTense, summarize, writeTime } from './describe-review.ts'
import { findBot, type History } from './find-bot.ts'
import { openRecord, type ReviewRecord } from './open-record.ts'
import { reportAgain } from './report-again.ts'
import { tellOutcome } from './tell-outcome.ts'

/** What is to be decided; who decides comes to it. */
export type Wanted =
  | { readonly decision: 'approve' }
  | { readonly decision: 'reject'; readonly reason: string }

/**
 * A person's verdict: recorded, then reported by the moderation function. Each step is where a second run goes on, and
 * whoever comes second is told what was decided.
 */
export async function decide(wanted: Wanted, given: DecisionGiven, desk: Desk): Promise<Result> {
  const deployment = await desk.connect()
  const record = openRecord(deployment)
  const found = await findReview(record, given)
  const nameCaller = async () => given.by ?? (await deployment.nameCaller())
  const decided = await decideReview(record, found, wanted, nameCaller, desk)
  const isLeft = isUnreported(decided)
  const [reported = decided] = isLeft
    ? await awaitReports(record, [decided], given.wait * 1000, desk.progress)
    : []
  const { ok, line } = tellOutcome(reported)
  const document = { deployment: deployment.name, ...summarize(reported), reason: reported.verdict?.reason }
  return { ok: ok || (given.wait === 0 && isUnreported(reported)), document, lines: [line] }
}

/** Gives the review as it stands once its report is left to the moderation function. Throws where nothing is to be decided. */
export async function decideReview(
  record: Pick<ReviewRecord, 'findNewest' | 'recordDecision' | 'setNewest' | 'renewReport' | 'sendTask'>,
  found: Review,
  wanted: Wanted,
  nameCaller: () => Promise<string>,
  desk: Pick<Desk, 'confirm' | 'change'>,
): Promise<Review> {
  const isOpen = found.status === 'escalated'
  const decided = isOpen ? await recordDecision(record, found, wanted, nameCaller, desk) : found
  requireSame(decided, wanted)
  if (!isUnreported(decided)) return decided
  const what = `leaving the report on bot ${decided.botId} to the moderation function`
  return desk.change(what, () => reportAgain(record, decided))
}

/** The review of the event that is named, or of the newest. */
async function findReview(record: ReviewRecord, given: DecisionGiven): Promise<Review> {
  const history = await findBot(record, given)
  const { reviews, newest } = history
  const eventId = given.event ?? newest?.eventId ?? reviews[0]?.eventId
  const review = reviews.find(candidate => candidate.eventId === eventId)
  if (review === undefined) throw missing(history, given.event)
  return review
}

function missing({ botId, newest }: History, event: string | undefined): Problem {
  const look = `reviews show ${botId} tells`
  if (event !== undefined) return new Problem(`bot ${botId} has no review of event ${event}: ${look}`)
  return new Problem(
    `bot ${botId} has left the channel (${newest?.eventId}), nothing is to be decided: ${look}`,
  )
}

async function recordDecision(
  record: Pick<ReviewRecord, 'findNewest' | 'recordDecision'>,
  review: Review,
  wanted: Wanted,
  nameCaller: () => Promise<string>,
  { confirm, change }: Pick<Desk, 'confirm' | 'change'>,
): Promise<Review> {
  await refuseOvertaken(record, review)
  const decision: Decision = { ...wanted, by: await nameCaller() }
  await confirm(ask(review, decision))
  return change(`recording the verdict on bot ${review.botId}`, async () => {
    // Thinking takes time, in which the developer may have published again.
    await refuseOvertaken(record, review)
    return record.recordDecision(review, decision)
  })
}

/** The moderation function would not report it either; but a person shall know that it was another version. */
async function refuseOvertaken(
  { findNewest }: Pick<ReviewRecord, 'findNewest'>,
  review: Review,
): Promise<void> {
  const newest = await findNewest(review)
  if (newest === undefined || !isNewer(newest, review)) return
  const what = newest.kind === 'publish' ? 'was published again' : 'has left the channel'
  throw new Problem(
    `bot ${review.botId} ${what} at ${writeTime(newest.eventTime)} (event ${newest.eventId}), so nothing was decided on event ${review.eventId}: see reviews show ${review.botId}`,
  )
}

function ask({ botId, eventId, version, receivedAt }: Review, decision: Decision): string {
  const verdict = `${pastTense[decision.decision]} by ${decision.by}`
  return [
    `Bot ${botId} is to be ${verdict}:`,
    `event ${eventId}, version ${showText(version) || 'unknown'}, received ${writeTime(receivedAt)}.`,
    ...(decision.decision === 'reject' ? [`Its developer reads: ${decision.reason}`] : []),
    'Go on?',
  ].join('\n')
}

/** What was decided before, by whomever, stays. */
function requireSame(review: Review, { decision }: Wanted): void {
  const { status, botId, eventId } = review
  if (status === pastTense[decision]) return
  throw new Problem(`bot ${botId}, event ${eventId}: ${explainStatus(review)}; nothing was changed`)
}

function explainStatus(review: Review): string {
  const { status, decidedAt = 0, closedBy } = review
  if (closedBy !== undefined) return `${closedBy} has closed it`
  switch (status) {
    case 'in_review':
      return 'the moderators have not decided yet, nor left it to a person'
    case 'superseded':
      return 'a newer publish has superseded it'
    case 'withdrawn':
      return 'the bot has left the channel'
    default:
      return `it was ${status} by ${nameDecider(review)} at ${writeTime(decidedAt)}`
  }
}
