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
  function change(key: ReviewKey, isMeant: (review: Review) => boolean, news: Partial<Review>) {
    const review = read(key)
    if (review === undefined || !isMeant(review)) return undefined
    const changed = { ...review, ...news }
    partitions.set(partition(key), reviewsOf(key).set(key.eventId, changed))
    return changed
  }

  return {
    find: async key => read(key),
    findNewest: async bot => newest.get(partition(bot)),
    listReviews: async bot => [...reviewsOf(bot).values()],
    countEscalated: async () => 0,

    async receive(submission) {
      const recorded = read(submission)
      if (recorded !== undefined) return { review: recorded, isNew: false }
      const at = { receivedAt: now(), answeredAt: now() }
      const review: Review = { ...submission, ...at, recordVersion: 1, status: 'in_review', deaths: 0 }
      partitions.set(partition(review), reviewsOf(review).set(review.eventId, review))
      return { review, isNew: true }
    },
    async setNewest(event) {
      const standing = newest.get(partition(event))
      if (standing !== undefined && !isNewer(event, standing)) return standing
      newest.set(partition(event), event)
      return event
    },
    recordAnswer: async key => change(key, isOpen, { answeredAt: now() }) ?? read(key),
    async beginDelivery(key, deliveryId) {
      const { deaths = 0, dyingSince = now() } = read(key) ?? {}
      const spell = { dyingSince: deaths === 0 ? now() : dyingSince, deaths: deaths + 1 }
      return change(key, isUnclosed(deliveryId), { deliveryId, ...spell }) ?? read(key)
    },
    async recordVerdict(review, verdict) {
      const isUndecided = ({ status }: Review) => status === 'in_review'
      return change(review, isUndecided, { ...decide(verdict), decidedAt: now(), ...alive }) ?? review
    },
    async recordReport(review, reportLogId) {
      const news = {
        report: 'done',
        reportedAt: now(),
        ...(reportLogId && { reportLogId }),
        ...alive,
      } as const
      change(review, ({ report }) => report !== undefined, news)
    },
    async recordReportFailure(review, failure) {
      const news = { report: 'failed', failure, ...alive } as const
      change(review, ({ report }) => report !== undefined && report !== 'done', news)
    },
    recordDecision: nobodyDecides,
    renewReport: nobodyDecides,
    recordFailure: async (key, failure) => void change(key, () => true, { failure, ...alive }),
    async close(review, status) {
      change(review, isUntold, { status, closedAt: now(), ...alive })
    },
  }
}

/** The functions leave this to people. */
async function nobodyDecides(): Promise<never> {
  throw new Error('no person decides here')
}

/** A delivery that left a trace is no death, and the next that leaves none begins a spell. */
const alive: Partial<Review> = { deaths: 0 }

const isOpen = ({ status }: Review) => status === 'in_review' || status === 'escalated'
const isUntold = (review: Review) => isOpen(review) || (isDecided(review) && review.report !== 'done')
const isDecided = ({ status }: Review) => status === 'approved' || status === 'rejected'
const isUnclosed = (deliveryId: string) => (review: Review) =>
  (review.status === 'in_review' || isDecided(review)) && review.deliveryId !== deliveryId

function decide(verdict: Verdict): Partial<Review> {
  const status = statusAfter(verdict.decision)
  return { status, verdict, ...(status !== 'escalated' && { report: 'due' as const }) }
}
