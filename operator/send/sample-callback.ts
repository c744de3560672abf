import { randomUUID } from 'node:crypto'

/** What the sample says; whatever is not given is left out. */
export type Sample = {
  readonly eventType: string
  readonly eventId?: string | undefined
  readonly connectorId?: string | undefined
  readonly botId?: string | undefined
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly version?: string | undefined
}

/** A callback as Coze would write it. Source: docs.coze.cn receive_handle_callbacks. */
export function writeSampleCallback(sample: Sample, now: number): string {
  const header = {
    event_type: sample.eventType,
    event_id: sample.eventId ?? randomUUID(),
    created_at: now,
    connector_id: sample.connectorId,
  }
  return JSON.stringify({ header, event: writeEvent(sample, now) })
}

function writeEvent({ eventType, botId, name, description, version, connectorId }: Sample, now: number) {
  const bot = { bot_id: botId, bot_name: name, description }
  switch (eventType) {
    case 'url_verification':
      return { challenge: randomUUID() }
    case 'bot.published':
      return { ...bot, user_id: '1', version: version ?? String(now) }
    case 'bot.unpublished':
      return { ...bot, connector_id: connectorId }
    default:
      return bot
  }
}
