import { randomUUID } from 'node:crypto'
import { localBotId } from '../defaults.ts'
import type { Audit, Bots, Published } from './bots.ts'
import { type Delivery, deliver, type Sender } from './deliver.ts'
import { isEcho, isOk, readAudit } from './read-answer.ts'
import type { CallbackResult } from './send-callback.ts'
import { challengeCallback, departureCallback, publishCallback } from './write-callback.ts'

type PublishRequest = {
  /** @default the same bot every time */
  readonly botId?: string
  readonly name: string
  readonly description: string
  /** @default the time of the publish, as Coze's own versions look */
  readonly version?: string
  /** @default now, and later than any event before */
  readonly createdAt?: number
  readonly eventId?: string
}

/** `audit` is that of the last answer. */
type Publish = Published & Delivery & { readonly audit: Audit | undefined }

/** The person at Coze who publishes bots, takes them back, and saves the callback URL. */
export type Developer = {
  readonly publish: (request: PublishRequest) => Promise<Publish>
  readonly unpublish: (botId: string) => Promise<Delivery>
  readonly delete: (botId: string) => Promise<Delivery>
  readonly verifyUrl: (options?: { readonly signed?: boolean }) => Promise<Delivery>
}

export function createDeveloper(bots: Bots, sender: Sender): Developer {
  let lastEventAt = 0

  function stampEvent(createdAt = Math.max(sender.now(), lastEventAt + 1)): number {
    lastEventAt = Math.max(lastEventAt, createdAt)
    return createdAt
  }

  async function publish(request: PublishRequest): Promise<Publish> {
    const published = fillIn(request, stampEvent(request.createdAt))
    bots.publish(published)
    let audit: Audit | undefined
    const delivery = await deliver(publishCallback(published), sender, result => {
      audit = takeAnswer(bots, published, result)
      return audit !== undefined
    })
    return { ...published, ...delivery, audit }
  }

  async function leave(botId: string, state: 'unpublished' | 'deleted'): Promise<Delivery> {
    const bot = bots.find(botId)
    if (!bot) throw new Error(`bot ${botId} was never published here`)
    const callback = departureCallback(`bot.${state}`, bot.latest, stampEvent())
    bots.leave(botId, state, callback.header.event_id)
    return deliver(callback, sender, isOk)
  }

  /** Once only: who saves a URL that does not echo is told so and tries again himself. */
  async function verifyUrl({ signed = true } = {}): Promise<Delivery> {
    const challenge = randomUUID()
    const once: Sender = { ...sender, signed, resending: { ...sender.resending, times: 0 } }
    return deliver(challengeCallback(challenge, stampEvent()), once, result => isEcho(result, challenge))
  }

  return {
    publish,
    unpublish: botId => leave(botId, 'unpublished'),
    delete: botId => leave(botId, 'deleted'),
    verifyUrl,
  }
}

function fillIn(request: PublishRequest, createdAt: number): Published {
  const {
    botId = localBotId,
    name,
    description,
    version = String(createdAt),
    eventId = randomUUID(),
  } = request
  return { botId, eventId, createdAt, name, description, version }
}

function takeAnswer(bots: Bots, published: Published, result: CallbackResult): Audit | undefined {
  const audit = readAudit(result)
  if (typeof audit !== 'string') {
    bots.takeAnswer(published, audit)
    return audit
  }
  bots.noteFailure(published, audit)
  return undefined
}
