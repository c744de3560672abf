import {
  type BotKey,
  isNewer,
  type Newest,
  type Review,
  statusAfter,
  type Verdict,
} from '../../functions/reviews/review.ts'
import type { ReviewKey, ReviewStore } from '../../functions/reviews/review-store.ts'

/**
 * The record with the same conditions as the one in DynamoDB, without its servers and without expiry: three simulated
 * days are a million deliveries of five calls each, for which a table server would need hours.
 */
export function createReviewsInMemory(now: () => number): ReviewStore {
  const partitions = new Map<string, Map<string, Review>>()
  const newest = new Map<string, Newest>()

  const partition = ({ connectorId, botId }: BotKey) => `${connectorId}#${botId}`
  const reviewsOf = (bot: BotKey) => partitions.get(partition(bot)) ?? new Map<string, Review>()
  const read = (key: ReviewKey) => reviewsOf(key).get(key.eventId)
  const write = (review: Review) =>
    partitions.set(partition(review), reviewsOf(review).set(review.eventId, review))
  function change(key: ReviewKey, isMeant: (review: Review) => boolean, news: Partial<Review>) {
    const review = read(key)
    if (review === undefined || !isMeant(review)) return undefined
    const changed = { ...review, ...news }
    write(changed)
    return changed
  }

  return {
    find: async key => read(key),
    findNewest: async bot => newest.get(partition(bot)),
    listReviews: async bot =>
      [...reviewsOf(bot).values()].toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1)),

    async receive({ connectorId, botId, eventId, eventTime, name, description, version, userId }) {
      const event = { connectorId, botId, eventId, eventTime }
      const recorded = read(event)
      if (recorded !== undefined) return { review: recorded, isNew: false }
      const submission = { ...event, name, description, version, userId }
      const at = { receivedAt: now(), answeredAt: now() }
      const review: Review = { ...submission, ...at, recordVersion: 1, status: 'in_review', deaths: 0 }
      write(review)
      return { review, isNew: true }
    },
    async setNewest({ connectorId, botId, eventId, eventTime, kind }) {
      const event = { connectorId, botId, eventId, eventTime, kind }
      const standing = newest.get(partition(event))
      if (standing !== undefined && !isNewer(event, standing)) return standing
      newest.set(partition(event), event)
      return event
    },
    recordAnswer: async key => change(key, isOpen, { answeredAt: now() }) ?? read(key),
    async beginDelivery(key, deliveryId) {
      const { deaths = 0, dyingSince = now() } = read(key) ?? {}
      const death = { deliveryId, deaths: deaths + 1, dyingSince }
      return change(key, isUnclosed(deliveryId), death) ?? read(key)
    },
    async recordVerdict(review, verdict) {
      const decided = { status: statusAfter(verdict.decision), verdict, decidedAt: now() }
      const next: Partial<Review> =
        verdict.decision === 'escalate' ? { work: 'escalated', dueAt: now() } : { report: 'due' }
      const isUndecided = ({ status }: Review) => status === 'in_review'
      return change(review, isUndecided, { ...decided, ...next, ...alive }) ?? read(review) ?? review
    },
    async recordDecision(review, { by, ...decision }) {
      const unjudged = { findings: [], policyVersion: '' }
      const verdict: Verdict = { ...unjudged, ...review.verdict, ...decision, decidedBy: by }
      const decided = { status: statusAfter(decision.decision), verdict, decidedAt: now() }
      const next = { escalatedAt: review.decidedAt, report: 'due', failure: undefined } as const
      const isEscalated = ({ status }: Review) => status === 'escalated'
      return change(review, isEscalated, { ...decided, ...next }) ?? read(review) ?? review
    },
    async renewReport(review) {
      return change(review, hasFailed, { report: 'due' }) ?? read(review) ?? review
    },
    async recordReport(review, reportLogId) {
      const told = { report: 'done', reportedAt: now(), ...(reportLogId && { reportLogId }) } as const
      const next = { ...told, ...alive, ...leftToNobody }
      const reopened = { ...next, status: review.status, closedAt: undefined, closedBy: undefined }
      const isReported = ({ report, closedBy }: Review) => report !== undefined && closedBy === undefined
      if (change(review, isReported, next)) return
      change(review, ({ closedBy }) => closedBy !== undefined, reopened)
    },
    async recordReportFailure(review, failure) {
      const work = { work: 'report_failed', dueAt: now() } as const
      change(review, isUnreported, { report: 'failed', failure, ...alive, ...work })
    },
    async recordFailure(key, failure) {
      change(key, () => true, { failure, ...alive })
    },
    async close(review, status, takenBack) {
      const takingBack = takenBack && { takenBackAt: now(), takenBackLogId: takenBack.logId }
      const closed = { status, closedAt: now(), ...takingBack }
      change(review, isUntold, { ...closed, ...alive, ...leftToNobody })
    },
    async closeRefused(review, closedBy) {
      const closed = { status: 'withdrawn', closedAt: now(), closedBy } as const
      const next = { ...closed, ...alive, ...leftToNobody }
      return change(review, hasFailed, next) ?? read(review) ?? review
    },
  }
}

/** A delivery that left a trace is no death, and the next that leaves none begins a spell. */
const alive: Partial<Review> = { deaths: 0, dyingSince: undefined }
const leftToNobody: Partial<Review> = { work: undefined, dueAt: undefined }

const isOpen = ({ status }: Review) => status === 'in_review' || status === 'escalated'
const isUnreported = (review: Review) => isDecided(review) && review.report !== 'done'
const isUntold = (review: Review) => isOpen(review) || isUnreported(review)
const isDecided = ({ status }: Review) => status === 'approved' || status === 'rejected'
const hasFailed = (review: Review) => isDecided(review) && review.report === 'failed'
const isUnclosed = (deliveryId: string) => (review: Review) =>
  (review.status === 'in_review' || isDecided(review)) && review.deliveryId !== deliveryId
