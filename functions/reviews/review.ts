import * as z from 'zod/mini'

export type BotKey = { connectorId: string; botId: string }
/** Where an event stands in the life of its bot: by its time (Unix ms), and by id where two share a millisecond. */
export type EventOrder = { eventId: string; eventTime: number }

/** One publish of one bot version, as received. */
export type Submission = BotKey &
  EventOrder & { name: string; description: string; version: string; userId: string }

const verdictSchema = z.object({
  decision: z.enum(['approve', 'reject', 'escalate']),
  /** What the developer of the bot reads; present with a rejection. */
  reason: z.optional(z.string()),
  findings: z.array(
    z.object({
      rule: z.string(),
      category: z.string(),
      severity: z.string(),
      field: z.string(),
      excerpt: z.string(),
      /** How the text was read when the words were found. */
      view: z.string(),
      foundBy: z.string(),
    }),
  ),
  policyVersion: z.string(),
  /** The version that Coze showed when the profile was read. */
  profileVersion: z.optional(z.string()),
  /** What the models that were asked have used. */
  usage: z.optional(
    z.object({
      inputTokens: z.number(),
      outputTokens: z.number(),
      calls: z.number(),
      cost: z._default(z.number(), 0),
    }),
  ),
  /** The person who decided what the moderators had escalated; the findings are theirs still. */
  decidedBy: z.optional(z.string()),
})
export type Verdict = z.infer<typeof verdictSchema>

/** What a person says to an escalated review. The developer of the bot reads the reason. */
export type Decision = { by: string } & ({ decision: 'approve' } | { decision: 'reject'; reason: string })

/** An item of DynamoDB holds 400 KB; a text made of nothing but hits must not fill it. */
const mostFindings = 50
const longestExcerpt = 200

export function trimVerdict(verdict: Verdict): Verdict {
  const findings = verdict.findings
    .slice(0, mostFindings)
    .map(finding => ({ ...finding, excerpt: finding.excerpt.slice(0, longestExcerpt) }))
  return { ...verdict, findings }
}

/** Why the task of a review failed, for the operator to read. */
const failureSchema = z.object({
  message: z.string(),
  code: z.optional(z.union([z.string(), z.number()])),
  logId: z.optional(z.string()),
})
export type Failure = z.infer<typeof failureSchema>

/** The record of a submission and all that happened to it. Times are Unix milliseconds. */
export const reviewSchema = z.object({
  recordVersion: z.literal(1),
  connectorId: z.string(),
  botId: z.string(),
  eventId: z.string(),
  eventTime: z.number(),
  name: z.string(),
  description: z.string(),
  version: z.string(),
  userId: z.string(),
  status: z.enum(['in_review', 'escalated', 'approved', 'rejected', 'superseded', 'withdrawn']),
  receivedAt: z.number(),
  /** When an answer of "in review" was last on its way to Coze. */
  answeredAt: z.number(),
  verdict: z.optional(verdictSchema),
  /** When the verdict that stands was recorded, and when the moderators had escalated it if a person decided. */
  decidedAt: z.optional(z.number()),
  escalatedAt: z.optional(z.number()),
  /** Present once approved or rejected: is Coze still to be told? */
  report: z.optional(z.enum(['due', 'done', 'failed'])),
  reportedAt: z.optional(z.number()),
  /** The log id of the report, which Coze's support asks for. */
  reportLogId: z.optional(z.string()),
  failure: z.optional(failureSchema),
  closedAt: z.optional(z.number()),
  /** The person who closed it, because Coze will never take its verdict. */
  closedBy: z.optional(z.string()),
  /** When Coze, which may have heard the verdict, was told the state of the newest event instead; the log id of that. */
  takenBackAt: z.optional(z.number()),
  takenBackLogId: z.optional(z.string()),
  /**
   * What a person has to do, and since when; only such reviews stand in the index of work. One that a person has decided
   * leaves it when Coze knows: what breaks off on the way there stays to be seen.
   */
  work: z.optional(z.enum(['escalated', 'report_failed'])),
  dueAt: z.optional(z.number()),
  /** Unix seconds; set only at the end, for what waits for a person waits as long as it takes. */
  expiresAt: z.optional(z.number()),
  /** Deliveries of the task that neither succeeded nor recorded a failure since the last one that did, and since when. */
  deaths: z._default(z.number(), 0),
  dyingSince: z.optional(z.number()),
  /** The delivery that was counted last. */
  deliveryId: z.optional(z.string()),
})
export type Review = z.infer<typeof reviewSchema>
type ReviewStatus = Review['status']

/** The last event of a bot, a publish or a withdrawal. */
export const newestSchema = z.object({
  connectorId: z.string(),
  botId: z.string(),
  eventId: z.string(),
  eventTime: z.number(),
  kind: z.enum(['publish', 'withdrawal']),
  expiresAt: z.optional(z.number()),
})
export type Newest = z.infer<typeof newestSchema>

export function isNewer(event: EventOrder, other: EventOrder): boolean {
  if (event.eventTime !== other.eventTime) return event.eventTime > other.eventTime
  return event.eventId > other.eventId
}

/** What a log line says of a review or an event. */
export function identify({ eventId, connectorId, botId }: BotKey & { eventId: string }) {
  return { eventId, connectorId, botId }
}

/** What a newer event of the bot ends; one whose verdict is being reported is ended by its own task. */
export function isWaiting({ status, report }: Review): boolean {
  return status === 'in_review' || status === 'escalated' || report === 'failed'
}

/** Nothing is left to do: closed, or Coze knows the verdict. An escalated review is not ended, it waits for a person. */
export function isEnded({ status, report }: Review): boolean {
  return status === 'superseded' || status === 'withdrawn' || report === 'done'
}

export function statusAfter(decision: Verdict['decision']): ReviewStatus {
  return ({ approve: 'approved', reject: 'rejected', escalate: 'escalated' } as const)[decision]
}
