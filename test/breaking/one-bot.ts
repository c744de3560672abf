import * as z from 'zod'
import type { Reply } from '../../functions/callback/request.ts'
import type { Audit } from '../../functions/coze/audit.ts'
import type { Verdict } from '../../functions/reviews/review.ts'
import type { ReviewStore } from '../../functions/reviews/review-store.ts'
import { encodeTask } from '../../functions/task/task.ts'
import type { Wanted } from '../../operator/reviews/decide.ts'
import { reportAgain } from '../../operator/reviews/report-again.ts'
import { type CozeEvent, createCozeOfOneBot } from './coze-of-one-bot.ts'
import { type Clock, createFifoQueue } from './fifo-queue.ts'
import { type Fate, fine, type Pace, type PacedStory, startStory } from './paced-story.ts'
import {
  answerMs,
  connectorId,
  type Outside,
  tellCallback,
  tellClosing,
  tellModeration,
  tellPerson,
} from './tell-doors.ts'

type Door = {
  readonly name: 'callback' | 'moderation' | 'person'
  readonly story: PacedStory
  readonly openedAt: number
}
type Answer = { readonly event: CozeEvent; readonly audit: Audit | undefined; readonly arrivesBy: number }
/** What Coze was told of an event. */
type Told = {
  readonly eventId: string | undefined
  readonly audit: Audit
  readonly newestAt: number | undefined
}

/** The callback function answers 503 after this, though its story may go on when the function is thawed. */
const callbackMs = 8_000
/** Lambda kills the moderation function after this. */
const moderationMs = 120_000
const queueSettings = {
  delaySeconds: answerMs / 1000,
  visibilitySeconds: 720,
  retentionSeconds: 7 * 86_400,
  maxReceiveCount: 1_000,
}
/** An answer leaves up to a second after it was noted, and reaches Coze within `answerMs` of the note. */
const travelMs = answerMs - 1_000

const auditSchema = z.object({ audit: z.custom<Audit>().optional() })

/**
 * One bot, all that happens to it at Coze, in the functions and in between, one step at a time. Coze's clock is ahead of
 * ours by so much.
 */
export function openOneBot(reviews: ReviewStore, clock: Clock, botId: string, aheadMs = 0) {
  const now = () => clock.nowMs
  const coze = createCozeOfOneBot()
  const queue = createFifoQueue(queueSettings, clock)
  const doors: Door[] = []
  const answers: Answer[] = []
  const acknowledged = new Set<CozeEvent>()
  const told: Told[] = []
  const buried: string[] = []
  const opinions = new Map<string, Verdict['decision'][]>()
  let asked = 0
  let sentAnew = 0

  const outside: Outside = {
    botId,
    reviews,
    now,
    wait: async ms => pass(ms),
    sendTask: async task =>
      queue.send({ groupId: botId, deduplicationId: task.eventId, body: encodeTask(task) }),
    sendTaskAnew: async task =>
      queue.send({ groupId: botId, deduplicationId: `anew ${++sentAnew}`, body: encodeTask(task) }),
    postpone: async (receipt, seconds) => queue.postpone(receipt, seconds),
    bury: async body => void buried.push(body),
    async report(bot, audit) {
      const { eventId } = z.object({ eventId: z.string().optional() }).parse(bot)
      const newest = await reviews.findNewest(bot)
      coze.takeReport(audit)
      told.push({ eventId, audit, newestAt: newest?.eventTime })
      return { logId: undefined }
    },
    /** As a model may be, of another opinion each time it is asked. */
    async moderate({ eventId }) {
      const decision = opinions.get(eventId)?.shift() ?? 'reject'
      return { decision, reason: `opinion ${++asked}`, findings: [], policyVersion: 'p1' }
    },
  }

  async function open(name: Door['name'], tell: (pace: Pace) => Promise<void>): Promise<Door> {
    const door = { name, openedAt: now(), story: await startStory(tell) }
    doors.push(door)
    closeDoors()
    return door
  }

  function closeDoors(): void {
    doors.splice(0, doors.length, ...doors.filter(({ story }) => !story.isOver))
  }

  function leave(event: CozeEvent, reply: Reply | undefined, sentAt: number): void {
    if (reply?.status !== 200 || now() - sentAt > callbackMs) return
    const { audit } = auditSchema.parse(reply.body)
    answers.push({ event, audit, arrivesBy: now() + travelMs })
  }

  function arrive(answer: Answer): void {
    answers.splice(answers.indexOf(answer), 1)
    acknowledged.add(answer.event)
    if (answer.audit !== undefined) coze.takeAnswer(answer.event, answer.audit)
  }

  /** Time passes: answers arrive, and a moderation that takes too long is killed. */
  function pass(ms: number): void {
    clock.nowMs += ms
    for (const answer of answers.filter(({ arrivesBy }) => arrivesBy <= now())) arrive(answer)
    for (const { name, story, openedAt } of doors)
      if (name === 'moderation' && now() - openedAt > moderationMs) story.die()
    closeDoors()
  }

  return {
    botId,
    reviews,
    coze,
    queue,
    doors,
    answers,
    acknowledged,
    told,
    buried,
    pass,
    arrive,
    lose: (answer: Answer) => void answers.splice(answers.indexOf(answer), 1),

    /** At Coze, of which nobody else knows yet. */
    happen(kind: CozeEvent['kind'], opinionsOfIt: readonly Verdict['decision'][] = []): CozeEvent {
      pass(1)
      const event = { kind, eventId: `event-${coze.events.length + 1}`, createdAt: now() + aheadMs }
      opinions.set(event.eventId, [...opinionsOfIt])
      coze.happen(event)
      return event
    },

    send(event: CozeEvent): Promise<Door> {
      const sentAt = now()
      return open('callback', async pace => leave(event, await tellCallback(event, outside, pace), sentAt))
    },

    /** Waits for the next letter and hands it over; undefined where there is none. */
    async deliver(): Promise<Door | undefined> {
      const visibleAt = queue.nextVisibleAt()
      if (visibleAt === undefined) return undefined
      pass(Math.max(0, visibleAt - now()))
      const record = queue.receive()
      if (record === undefined) return undefined
      return open('moderation', async pace => {
        if (await tellModeration(record, outside, pace)) queue.remove(record.messageId)
      })
    },

    /** Undefined where there is no such review to be seen. */
    async decide({ eventId }: CozeEvent, wanted: Wanted): Promise<Door | undefined> {
      const seen = await reviews.find({ connectorId, botId, eventId })
      return seen && open('person', pace => tellPerson(seen, wanted, outside, pace))
    },

    async close({ eventId }: CozeEvent): Promise<Door | undefined> {
      const seen = await reviews.find({ connectorId, botId, eventId })
      return seen && open('person', pace => tellClosing(seen, outside, pace))
    },

    async goOn({ story }: Door, fate: Fate = fine): Promise<void> {
      await story.goOn(fate)
      closeDoors()
    },

    /** As the operator does: redrives what was buried, and retries the reports whose command broke off. */
    async mend(): Promise<void> {
      for (const body of buried.splice(0))
        queue.send({ groupId: botId, deduplicationId: `anew ${++sentAnew}`, body })
      for (const review of await reviews.listReviews({ connectorId, botId }))
        if (review.work !== undefined && review.report === 'due' && queue.letters().length === 0)
          await reportAgain({ ...reviews, sendTask: outside.sendTaskAnew }, review)
    },
  }
}
export type OneBot = ReturnType<typeof openOneBot>
