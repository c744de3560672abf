import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  type BotKey,
  type Decision,
  type Failure,
  type Newest,
  newestSchema,
  type Review,
  reviewSchema,
  type Submission,
  statusAfter,
  trimVerdict,
  type Verdict,
} from './review.ts'
import { type Change, createTable, type Key } from './table.ts'

export type ReviewKey = BotKey & { eventId: string }
export type ReviewStore = ReturnType<typeof createReviewStore>

type StoreOptions = { client: DynamoDBClient; tableName: string; retentionDays: number; now: () => number }

/** A review without a verdict that Coze would be told: "in review" is a true answer. */
const isOpen = '#status IN (:inReview, :escalated)'
const openValues = { inReview: 'in_review', escalated: 'escalated' }
/** A verdict that stands, and that Coze does not know as far as we do. */
const isUnreported = '#status IN (:approved, :rejected) AND #report <> :done'
const unreportedValues = { approved: 'approved', rejected: 'rejected', done: 'done' }
/** A letter waits up to 7 days in its queue and 14 among the dead: the newest event is known for longer. */
const lettersDays = 30
const isNewDelivery = '(attribute_not_exists(#deliveryId) OR #deliveryId <> :deliveryId)'
/** What puts a review into the index of work that waits for a person. */
const workAttributes = ['work', 'dueAt']

/**
 * The record: one partition per bot, in it one item per review and one for the newest event. No step here is a
 * read-modify-write, so duplicates and races of any order end in the same state.
 */
export function createReviewStore({ client, tableName, retentionDays, now }: StoreOptions) {
  const table = createTable(client, tableName)
  const find = (key: ReviewKey) => table.read(reviewKey(key), reviewSchema)
  const findNewest = (bot: BotKey) => table.read(newestKey(bot), newestSchema)
  const update = (key: ReviewKey, change: Change<Review>) =>
    table.update(reviewKey(key), change, reviewSchema)
  /** Records expire only after their end: what waits for a person waits as long as it takes. */
  const expiry = () => ({ expiresAt: Math.floor(now() / 1000) + retentionDays * 86_400 })

  return {
    find,
    findNewest,

    /** Records a submission once; a repeated event is given the review of the first. */
    async receive(submission: Submission): Promise<{ review: Review; isNew: boolean }> {
      const review = openReview(submission, now())
      if (await table.insert({ ...reviewKey(review), ...review })) return { review, isNew: true }
      const recorded = await find(review)
      if (recorded === undefined) throw new Error('a review expired between two reads: receive it again')
      return { review: recorded, isNew: false }
    },

    /** Moves the newest event of a bot, forward in time only; gives the one that stands afterwards. */
    async setNewest({ connectorId, botId, eventId, eventTime, kind }: Newest): Promise<Newest> {
      const event = { connectorId, botId, eventId, eventTime, kind }
      const isForward = '#eventTime < :eventTime OR (#eventTime = :eventTime AND #eventId < :eventId)'
      const expiresAt = Math.max(expiry().expiresAt, Math.floor(now() / 1000) + lettersDays * 86_400)
      const change = { set: { ...event, expiresAt }, when: `attribute_not_exists(pk) OR ${isForward}` }
      const moved = await table.update(newestKey(event), change, newestSchema)
      return moved ?? (await findNewest(event)) ?? event
    },

    /** Notes that "in review" is about to be answered, unless there is a verdict; gives the review as it stands. */
    async recordAnswer(key: ReviewKey): Promise<Review | undefined> {
      const open = await update(key, { set: { answeredAt: now() }, when: isOpen, values: openValues })
      return open ?? find(key)
    },

    /**
     * Gives the review. Where there is work to do, the delivery counts as a death until its end is recorded; it counts
     * once, also when the client repeats a call whose answer was lost.
     */
    async beginDelivery(key: ReviewKey, deliveryId: string): Promise<Review | undefined> {
      const begun = await update(key, {
        set: { deliveryId },
        keep: { dyingSince: now() },
        add: { deaths: 1 },
        when: `#status IN (:inReview, :approved, :rejected) AND ${isNewDelivery}`,
        values: { inReview: 'in_review', approved: 'approved', rejected: 'rejected' },
      })
      return begun ?? find(key)
    },

    /** The first verdict stays; whoever comes second is given the review as the first left it. */
    async recordVerdict(review: Review, verdict: Verdict): Promise<Review> {
      const status = statusAfter(verdict.decision)
      const next: Partial<Review> =
        status === 'escalated' ? { work: 'escalated', dueAt: now() } : { report: 'due' }
      const change: Change<Review> = {
        set: { status, verdict: trimVerdict(verdict), decidedAt: now(), deaths: 0, ...next },
        remove: ['dyingSince'],
        when: '#status = :inReview',
        values: { inReview: 'in_review' },
      }
      return (await update(review, change)) ?? (await find(review)) ?? review
    },

    /** Only what is escalated waits for a person. The first decision stays, as the first verdict does. */
    async recordDecision(review: Review, { by, ...decision }: Decision): Promise<Review> {
      const { findings = [], policyVersion = '', ...known } = review.verdict ?? {}
      const verdict = { ...known, findings, policyVersion, ...decision, decidedBy: by }
      const status = statusAfter(decision.decision)
      const change: Change<Review> = {
        set: { status, verdict, escalatedAt: review.decidedAt, decidedAt: now(), report: 'due' },
        // What failed before has not kept the review from being escalated.
        remove: ['failure'],
        when: '#status = :escalated',
        values: { escalated: 'escalated' },
      }
      return (await update(review, change)) ?? (await find(review)) ?? review
    },

    /** What made the report fail is mended: it is to be tried again. Gives the review as it stands. */
    async renewReport(review: Review): Promise<Review> {
      const change: Change<Review> = {
        set: { report: 'due' },
        when: '#status IN (:approved, :rejected) AND #report = :failed',
        values: { approved: 'approved', rejected: 'rejected', failed: 'failed' },
      }
      return (await update(review, change)) ?? (await find(review)) ?? review
    },

    async recordReport(review: Review, logId: string | undefined): Promise<void> {
      const done: Change<Review> = {
        set: { report: 'done', reportedAt: now(), reportLogId: logId, deaths: 0, ...expiry() },
        remove: ['dyingSince', ...workAttributes],
        when: 'attribute_exists(#report) AND attribute_not_exists(#closedBy)',
      }
      if (await update(review, done)) return
      // Whoever closed it, because Coze would never take the verdict, was wrong.
      await update(review, {
        ...done,
        set: { ...done.set, status: review.status },
        remove: [...(done.remove ?? []), 'closedAt', 'closedBy'],
        when: 'attribute_exists(#closedBy)',
      })
    },

    /** The verdict stands, Coze does not know it, and trying again does not help. */
    async recordReportFailure(review: Review, failure: Failure): Promise<void> {
      await update(review, {
        set: { report: 'failed', failure, deaths: 0, work: 'report_failed', dueAt: now() },
        remove: ['dyingSince'],
        when: isUnreported,
        values: unreportedValues,
      })
    },

    /** A delivery that ended in order, though without success. */
    async recordFailure(key: ReviewKey, failure: Failure): Promise<void> {
      await update(key, {
        set: { failure, deaths: 0 },
        remove: ['dyingSince'],
        when: 'attribute_exists(pk)',
      })
    },

    /**
     * Ends a review that Coze was not told the verdict of; one that it was told stays as it is. `takenBack` tells of the
     * report that overruled the verdict, in case Coze had heard it.
     */
    async close(
      review: Review,
      status: 'superseded' | 'withdrawn',
      takenBack?: { logId: string | undefined },
    ): Promise<void> {
      const takingBack = takenBack && { takenBackAt: now(), takenBackLogId: takenBack.logId }
      await update(review, {
        set: { status, closedAt: now(), deaths: 0, ...expiry(), ...takingBack },
        remove: ['dyingSince', ...workAttributes],
        when: `${isOpen} OR (${isUnreported})`,
        values: { ...openValues, ...unreportedValues },
      })
    },

    /** A person ends a review whose verdict Coze has refused for good. Gives the review as it stands. */
    async closeRefused(review: Review, by: string): Promise<Review> {
      const change: Change<Review> = {
        set: { status: 'withdrawn', closedAt: now(), closedBy: by, deaths: 0, ...expiry() },
        remove: ['dyingSince', ...workAttributes],
        when: '#status IN (:approved, :rejected) AND #report = :failed',
        values: { approved: 'approved', rejected: 'rejected', failed: 'failed' },
      }
      return (await update(review, change)) ?? (await find(review)) ?? review
    },

    listReviews: (bot: BotKey): Promise<Review[]> => table.list(partition(bot), reviewPrefix, reviewSchema),
  }
}

const reviewPrefix = 'review#'
const partition = ({ connectorId, botId }: BotKey) => `${connectorId}#${botId}`
const reviewKey = (key: ReviewKey): Key => ({ pk: partition(key), sk: `${reviewPrefix}${key.eventId}` })
const newestKey = (bot: BotKey): Key => ({ pk: partition(bot), sk: 'newest' })

function openReview(submission: Submission, at: number): Review {
  const { connectorId, botId, eventId, eventTime, name, description, version, userId } = submission
  return {
    recordVersion: 1,
    connectorId,
    botId,
    eventId,
    eventTime,
    name,
    description,
    version,
    userId,
    status: 'in_review',
    receivedAt: at,
    answeredAt: at,
    deaths: 0,
  }
}
