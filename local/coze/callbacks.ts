import { randomUUID } from 'node:crypto'
import type { Published } from './bots.ts'
import type { Callback } from './callback-body.ts'

const localUserId = '1234567890123456789'

export function publishCallback(published: Published, connectorId: string): Callback {
  const { botId, eventId, createdAt, name, description, version } = published
  return {
    header: {
      event_type: 'bot.published',
      event_id: eventId,
      created_at: createdAt,
      connector_id: connectorId,
    },
    event: { user_id: localUserId, user_name: '小明', bot_id: botId, bot_name: name, description, version },
  }
}

/** `bot.unpublished` names the channel that was left, `bot.deleted` does not. */
export function departureCallback(
  eventType: 'bot.unpublished' | 'bot.deleted',
  { botId, name, description }: Published,
  connectorId: string,
  createdAt: number,
): Callback {
  const left = eventType === 'bot.unpublished' ? { connector_id: connectorId } : {}
  return {
    header: {
      event_type: eventType,
      event_id: randomUUID(),
      created_at: createdAt,
      connector_id: connectorId,
    },
    event: { bot_id: botId, ...left, bot_name: name, description },
  }
}

export function challengeCallback(challenge: string, createdAt: number): Callback {
  return {
    header: { event_type: 'url_verification', event_id: randomUUID(), created_at: createdAt },
    event: { challenge },
  }
}
