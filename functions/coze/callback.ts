import * as z from 'zod/mini'
import { parseExactJson } from './exact-json.ts'

/** One genuine callback, read. Ids are exact decimal strings, times Unix milliseconds. */
export type Callback =
  | Challenge
  | Publish
  | Withdrawal
  | { kind: 'acknowledge-only'; eventType: string }
  | { kind: 'unreadable'; problem: string }

export type Challenge = { kind: 'challenge'; challenge: string }
type BotEvent = { eventId: string; eventTime: number; connectorId: string; botId: string }
export type Publish = BotEvent & {
  kind: 'publish'
  name: string
  description: string
  version: string
  userId: string
}
export type Withdrawal = BotEvent & { kind: 'withdrawal' }

/** Documents and samples disagree on number or string, and leave optional fields out or null. */
const text = z.pipe(
  z.transform((value: unknown) => (typeof value === 'number' ? String(value) : (value ?? ''))),
  z.string(),
)
const textOf = (pattern: RegExp) => z.pipe(text, z.string().check(z.regex(pattern)))

/** Ids reach URL paths and keys: digits only, as many as an unsigned 64-bit number has at most. */
const id = textOf(/^[0-9]{1,20}$/)
const optionalId = textOf(/^[0-9]{0,20}$/)
/** What SQS takes as a de-duplication id: printable ASCII, no space. */
const eventId = textOf(/^[\x21-\x7e]{1,128}$/)

const headerSchema = z.object({ event_type: z.string().check(z.minLength(1)), connector_id: text })
const challengeSchema = z.object({
  // Echoed to anybody who asks: short, and nothing that means something to a browser.
  event: z.object({ challenge: textOf(/^[A-Za-z0-9._~+/=-]{1,256}$/) }),
})
const botEventSchema = z.object({
  header: z.object({ event_id: eventId, created_at: text, connector_id: id }),
  // The published event's table says bot_id_str and user_id_str; the samples and the other events bot_id and user_id.
  event: z.object({
    bot_id_str: optionalId,
    bot_id: optionalId,
    user_id_str: text,
    user_id: text,
    connector_id: text,
    bot_name: text,
    description: text,
    version: text,
  }),
})

/**
 * Reads a callback whose signature has been checked; `timestamp` is its X-Coze-Timestamp header.
 * Unknown fields and event types pass, missing optional fields are empty; what we act on must be exact.
 * Source: docs.coze.cn agent_callback_messages, agent_unpublished_callback_messages, agent_delete_callback_messages.
 */
export function parseCallback(body: Uint8Array, timestamp: string): Callback {
  const json = readJson(body)
  const header = z.safeParse(z.object({ header: headerSchema }), json)
  if (!header.success) return unreadable(header.error)
  const { event_type: eventType, connector_id: connectorId } = header.data.header
  if (eventType === 'url_verification') return parseChallenge(json)
  // Without a connector id it is a normal callback: some other publication of the account, nothing to review.
  if (connectorId === '') return { kind: 'acknowledge-only', eventType }
  if (eventType === 'bot.published') return parseBotEvent(json, timestamp, 'publish')
  if (eventType === 'bot.unpublished' || eventType === 'bot.deleted')
    return parseBotEvent(json, timestamp, 'withdrawal')
  return { kind: 'acknowledge-only', eventType }
}

/** Reads the challenge of a url_verification callback, which is answered signed or not; undefined for anything else. */
export function parseUnsignedChallenge(body: Uint8Array): Challenge | undefined {
  if (body.byteLength > 4096) return undefined
  const json = readJson(body)
  const header = z.safeParse(z.object({ header: headerSchema }), json)
  if (header.data?.header.event_type !== 'url_verification') return undefined
  const callback = parseChallenge(json)
  return callback.kind === 'challenge' ? callback : undefined
}

/** Strict UTF-8 (a byte order mark included) and strict JSON: what a forger can append to a known body is neither. */
function readJson(body: Uint8Array): unknown {
  try {
    return parseExactJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body))
  } catch {
    // The cause quotes the body, and a body is never logged.
    return undefined
  }
}

function parseChallenge(json: unknown): Callback {
  const result = z.safeParse(challengeSchema, json)
  return result.success
    ? { kind: 'challenge', challenge: result.data.event.challenge }
    : unreadable(result.error)
}

function parseBotEvent(json: unknown, timestamp: string, kind: 'publish' | 'withdrawal'): Callback {
  const result = z.safeParse(botEventSchema, json)
  if (!result.success) return unreadable(result.error)
  const { header, event } = result.data
  const botId = event.bot_id_str || event.bot_id
  if (botId === '') return { kind: 'unreadable', problem: 'event.bot_id is missing' }
  // The time orders the versions of a bot. Both say when the event happened, and both are signed.
  const eventTime = readUnixMs(header.created_at) ?? readUnixMs(timestamp)
  if (eventTime === undefined) return { kind: 'unreadable', problem: 'header.created_at is missing' }

  const botEvent = { eventId: header.event_id, eventTime, connectorId: header.connector_id, botId }
  if (kind === 'publish') {
    const userId = event.user_id_str || event.user_id
    return {
      kind,
      ...botEvent,
      name: event.bot_name,
      description: event.description,
      version: event.version,
      userId,
    }
  }
  const leftAnotherChannel = event.connector_id !== '' && event.connector_id !== header.connector_id
  return leftAnotherChannel
    ? { kind: 'acknowledge-only', eventType: 'bot.unpublished' }
    : { kind, ...botEvent }
}

function readUnixMs(digits: string): number | undefined {
  return /^[1-9][0-9]{0,14}$/.test(digits) ? Number(digits) : undefined
}

/** Names the fields, never their values. */
function unreadable(error: z.core.$ZodError): Callback {
  const fields = error.issues.map(issue => issue.path.join('.') || 'body')
  return { kind: 'unreadable', problem: `not as documented: ${fields.join(', ')}` }
}
