import { CozeError, type CozeFailure } from '../../functions/coze/errors.ts'
import type { Log } from '../../functions/log.ts'
import type { Moderate } from '../../functions/moderation/moderate.ts'
import { createBatchHandler } from '../../functions/moderation/moderate-batch.ts'
import { type ReviewDependencies, reviewSubmission } from '../../functions/moderation/review-submission.ts'
import type { Submission } from '../../functions/reviews/review.ts'
import { encodeTask } from '../../functions/task/task.ts'
import { type Clock, createEventSource, createFifoQueue, type QueueSettings } from './fifo-queue.ts'
import { createReviewsInMemory } from './reviews-in-memory.ts'

type Outage = {
  readonly settings: QueueSettings
  /** Of the event source. */
  readonly maxConcurrency: number
  readonly bots: number
  readonly outageHours: number
  /** How long a call takes that fails, and how it does. */
  readonly tookMs: number
  readonly failure: Omit<CozeFailure, 'call'>
}

const log: Log = { info() {}, warn() {}, error() {} }
const startMs = 1_790_000_000_000
const hourMs = 3_600_000
/** Coze's own limit. */
const requestsPerSecond = 50
/** Of an answer of Coze in good health: a quick one, for slow ones keep below the limit by themselves. */
const latencyMs = 100
/** Of the calls to the table in one delivery together. */
const tableMs = 40

/**
 * Publishes that arrive while Coze is down, one a bot over the first hour, and a second version by every tenth bot a
 * day later. The handler, the story and the back-off are the real ones; time, queue, table and Coze are simulated.
 */
export function openOutage(outage: Outage) {
  const clock: Clock = { nowMs: startMs }
  const recoversAt = startMs + outage.outageHours * hourMs
  const queue = createFifoQueue(outage.settings, clock)
  const source = createEventSource(queue, outage.maxConcurrency, clock)
  const reviews = createReviewsInMemory(() => clock.nowMs)
  const coze = createCoze(clock, recoversAt, outage)
  const handle = createHandler(clock, reviews, coze, async (...letter) => queue.postpone(...letter))
  const submissions = listSubmissions(outage.bots)
  const arriving = [...submissions]

  async function receive(submission: Submission): Promise<void> {
    clock.nowMs = submission.eventTime
    const { review } = await reviews.receive(submission)
    const body = encodeTask({ ...submission, kind: 'publish' })
    queue.send({ groupId: submission.botId, deduplicationId: submission.eventId, body })
    await reviews.setNewest({ ...review, kind: 'publish' })
  }

  async function runUntil(timeMs: number): Promise<void> {
    Error.stackTraceLimit = 0 // of the errors of half a million calls nobody reads where they came from
    for (;;) {
      const deliveryAt = source.nextDeliveryAt()
      const arrivalAt = arriving[0]?.eventTime ?? Number.POSITIVE_INFINITY
      if (Math.min(deliveryAt, arrivalAt) >= timeMs) return
      const arrival = arrivalAt <= deliveryAt ? arriving.shift() : undefined
      await (arrival === undefined ? source.deliver(handle) : receive(arrival))
    }
  }

  return {
    queue,
    coze,
    waitForRecovery: () => runUntil(recoversAt),
    /** Minutes from the recovery to the end of the last task. */
    async drain(): Promise<number> {
      await runUntil(Number.POSITIVE_INFINITY)
      return (clock.nowMs - recoversAt) / 60_000
    },
    /** Versions that did not end, and bots whose last word is not the verdict on their newest version. */
    async findUnfinished(): Promise<string[]> {
      const recorded = await Promise.all(submissions.map(submission => reviews.find(submission)))
      const isOpen = recorded.filter(review => review?.report !== 'done' && review?.status !== 'superseded')
      const newest = [...new Map(submissions.map(submission => [submission.botId, submission])).values()]
      const isMistold = newest.filter(bot => coze.told.get(bot.botId)?.at(-1) !== verdictOn(bot))
      return [...isOpen, ...isMistold].map(bot => `version ${bot?.version} of bot ${bot?.botId}`)
    },
  }
}

function listSubmissions(bots: number): Submission[] {
  const submit = (bot: number, version: number, eventTime: number): Submission => ({
    connectorId: '7',
    botId: String(bot),
    eventId: `version-${version}`,
    eventTime: Math.round(eventTime),
    name: '天气助手',
    description: '查询天气',
    version: String(version),
    userId: '42',
  })
  const first = Array.from({ length: bots }, (_, bot) => submit(bot, 1, startMs + (bot / bots) * hourMs))
  const second = first.filter((_, bot) => bot % 10 === 0)
  return [
    ...first,
    ...second.map(({ botId, eventTime }) => submit(Number(botId), 2, eventTime + 24 * hourMs)),
  ]
}

/** A third of all versions is rejected. */
function verdictOn({ botId, version }: { botId: string; version: string }): 2 | 3 {
  return (Number(botId) + Number(version)) % 3 === 0 ? 3 : 2
}

type Coze = ReturnType<typeof createCoze>

function createCoze(clock: Clock, recoversAt: number, { tookMs, failure }: Outage) {
  const callsIn = new Map<number, number>()
  /** The states that took effect, in order, by bot. */
  const told = new Map<string, number[]>()

  async function ask(call: string): Promise<void> {
    const isDown = clock.nowMs < recoversAt
    clock.nowMs += isDown ? tookMs : latencyMs
    if (isDown) throw new CozeError({ call, ...failure })
    const second = Math.floor(clock.nowMs / 1000)
    const calls = (callsIn.get(second) ?? 0) + 1
    callsIn.set(second, calls)
    if (calls > requestsPerSecond) throw new CozeError({ call, httpStatus: 429, code: 4008 })
  }

  const report: ReviewDependencies['report'] = async ({ botId }, { audit_status }) => {
    await ask('reporting')
    told.set(botId, [...(told.get(botId) ?? []), audit_status])
    return { logId: undefined }
  }
  return { told, ask, report }
}

/** Every other bot is judged without its profile, so that a verdict is made and cannot be told. */
function createModerate(coze: Coze): Moderate {
  return async review => {
    if (Number(review.botId) % 2 === 0) await coze.ask('fetching the profile')
    const decision = verdictOn(review) === 2 ? 'approve' : 'reject'
    return { decision, reason: '请修改名称', findings: [], policyVersion: 'p1' }
  }
}

function createHandler(
  clock: Clock,
  reviews: ReviewDependencies['reviews'],
  coze: Coze,
  postpone: (receiptHandle: string, seconds: number) => Promise<void>,
) {
  const dependencies: ReviewDependencies = {
    reviews,
    moderate: createModerate(coze),
    report: coze.report,
    answerMs: 3_000,
    now: () => clock.nowMs,
    wait: async ms => {
      clock.nowMs += ms
    },
    log,
  }
  return createBatchHandler({
    settle: {
      publish: async (task, delivery) => {
        clock.nowMs += tableMs
        return reviewSubmission(task, delivery, dependencies)
      },
      withdrawal: async () => 'settled',
    },
    postpone,
    sendDeadLetter: async () => Promise.reject(new Error('the function buried a letter')),
    // The shortest delays: no letter is received more often than this, and none strays from the others.
    chance: () => 1,
    log,
  })
}
