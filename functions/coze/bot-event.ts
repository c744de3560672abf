import * as z from 'zod/mini'
import { text, textOf, type Unreadable, unreadable } from './callback-fields.ts'

/** What happened to a bot of a channel. Ids are exact decimal strings, the time is in Unix milliseconds. */
type BotEvent = { eventId: string; eventTime: number; connectorId: string; botId: string }
export type Publish = BotEvent & {
  kind: 'publish'
  name: string
  description: string
  version: string
  userId: string
}
/** The bot was unpublished or deleted. */
export type Withdrawal = BotEvent & { kind: 'withdrawal' }

/** Ids reach URL paths and keys: digits only, as many as an unsigned 64-bit number has at most. */
const id = textOf(/^[0-9]{1,20}$/)
const optionalId = textOf(/^[0-9]{0,20}$/)

const eventSchema = z.object({
  header: z.object({
    // What SQS takes as a de-duplication id: printable ASCII, no space.
    event_id: textOf(/^[\x21-\x7e]{1,128}$/),
    created_at: text,
    connector_id: id,
  }),
  // The table of the published event says bot_id_str, its samples and the other events bot_id.
  event: z.object({ bot_id_str: optionalId, bot_id: optionalId }),
})
const publishSchema = z.object({
  event: z.object({ user_id_str: text, user_id: text, bot_name: text, description: text, version: text }),
})
const withdrawalSchema = z.object({ event: z.object({ connector_id: text }) })

/** Source: docs.coze.cn agent_callback_messages. */
export function parsePublish(json: unknown, timestamp: string): Publish | Unreadable {
  const botEvent = parseBotEvent(json, timestamp)
  if ('kind' in botEvent) return botEvent
  const { data, error } = z.safeParse(publishSchema, json)
  if (error) return unreadable(error)
  const { user_id_str, user_id, bot_name: name, description, version } = data.event
  return { kind: 'publish', ...botEvent, name, description, version, userId: user_id_str || user_id }
}

/**
 * Undefined for a bot that left another channel than the one the callback is for: it has not left ours.
 * Source: docs.coze.cn agent_unpublished_callback_messages, agent_delete_callback_messages.
 */
export function parseWithdrawal(json: unknown, timestamp: string): Withdrawal | Unreadable | undefined {
  const botEvent = parseBotEvent(json, timestamp)
  if ('kind' in botEvent) return botEvent
  const { data, error } = z.safeParse(withdrawalSchema, json)
  if (error) return unreadable(error)
  const { connector_id: left } = data.event
  return left === '' || left === botEvent.connectorId ? { kind: 'withdrawal', ...botEvent } : undefined
}

/** The time orders the versions of a bot. Both headers, Coze's own and HTTP's, say when it happened, and both are signed. */
function parseBotEvent(json: unknown, timestamp: string): BotEvent | Unreadable {
  const { data, error } = z.safeParse(eventSchema, json)
  if (error) return unreadable(error)
  const { event_id: eventId, created_at, connector_id: connectorId } = data.header
  const botId = data.event.bot_id_str || data.event.bot_id
  if (botId === '') return { kind: 'unreadable', problem: 'event.bot_id is missing' }
  const eventTime = readUnixMs(created_at) ?? readTimestamp(timestamp)
  if (eventTime === undefined)
    return { kind: 'unreadable', problem: 'header.created_at is no Unix time in milliseconds' }
  return { eventId, eventTime, connectorId, botId }
}

/** Undefined for seconds as well, which have ten digits until 2286: in their company milliseconds would be the far future. */
function readUnixMs(digits: string): number | undefined {
  return /^[1-9][0-9]{0,14}$/.test(digits) && digits.length !== 10 ? Number(digits) : undefined
}

/** Exactly as long as a time is: a shorter or longer one could have lent digits to the nonce, or borrowed some of it. */
function readTimestamp(timestamp: string): number | undefined {
  return timestamp.length === 13 ? readUnixMs(timestamp) : undefined
}
