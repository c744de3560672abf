import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { localConnectorId } from '../defaults.ts'
import type { Published } from './bots.ts'

export type Callback = {
  readonly header: {
    readonly event_type: string
    readonly event_id: string
    readonly created_at: number
    readonly coze_account_id?: string
    readonly api_app_id?: string
    readonly connector_id?: string
  }
  readonly event: Readonly<Record<string, unknown>>
}

/** Coze's documents show ids as numbers and as strings, and two names for the bot and the user of a publish. */
export type Spelling = { readonly ids: 'numbers' | 'strings'; readonly names: 'bot_id_str' | 'bot_id' }

/** The harder half of what Coze may send. */
export const hardestSpelling: Spelling = { ids: 'numbers', names: 'bot_id_str' }

export type WireCallback = {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** `timestamp` in Unix milliseconds is the time of the event, not of the sending. */
type Signing = {
  readonly token: string
  readonly timestamp?: number
  readonly nonce?: string
  readonly spelling?: Spelling
}

const localUserId = '1234567890123456789'

export function publishCallback(published: Published): Callback {
  const { botId, eventId, createdAt, name, description, version } = published
  return {
    header: { ...nameEvent('bot.published', createdAt, eventId), connector_id: localConnectorId },
    event: { user_id: localUserId, user_name: '小明', bot_id: botId, bot_name: name, description, version },
  }
}

/** `bot.unpublished` names the channel that was left, `bot.deleted` does not. */
export function departureCallback(
  eventType: 'bot.unpublished' | 'bot.deleted',
  { botId, name, description }: Published,
  createdAt: number,
): Callback {
  const left = eventType === 'bot.unpublished' ? { connector_id: localConnectorId } : {}
  return {
    header: { ...nameEvent(eventType, createdAt), connector_id: localConnectorId },
    event: { bot_id: botId, ...left, bot_name: name, description },
  }
}

export function challengeCallback(challenge: string, createdAt: number): Callback {
  return { header: nameEvent('url_verification', createdAt), event: { challenge } }
}

function nameEvent(eventType: string, createdAt: number, eventId: string = randomUUID()) {
  return { event_type: eventType, event_id: eventId, created_at: createdAt }
}

export function writeCallback(callback: Callback, signing: Signing): WireCallback {
  const body = writeBody(callback, signing.spelling)
  const timestamp = String(signing.timestamp ?? callback.header.created_at)
  const nonce = signing.nonce ?? randomBytes(4).toString('hex')
  return {
    headers: {
      'Content-Type': 'application/json',
      'X-Coze-Timestamp': timestamp,
      'X-Coze-Nonce': nonce,
      'X-Coze-Signature': signBody(signing.token, timestamp, nonce, body),
    },
    body,
  }
}

const idNames = ['coze_account_id', 'api_app_id', 'connector_id', 'space_id', 'user_id', 'bot_id']

/** Only the table of the published event has the names in `_str`. */
const namesInTable = { user_id: 'user_id_str', bot_id: 'bot_id_str' }

function writeBody({ header, event }: Callback, spelling = hardestSpelling): string {
  const asInTable = header.event_type === 'bot.published' && spelling.names === 'bot_id_str'
  const renaming = asInTable ? namesInTable : {}
  return JSON.stringify({ header: spell(header, spelling), event: spell(event, spelling, renaming) })
}

/** Ids go in as the text of a number: as a number above 2^53 they would be rounded. */
function spell(fields: object, { ids }: Spelling, renaming: Readonly<Record<string, string>> = {}): object {
  const spelled = Object.entries(fields).map(([name, value]) => [
    renaming[name] ?? name,
    ids === 'numbers' && isId(name, value) ? JSON.rawJSON(value) : value,
  ])
  return Object.fromEntries(spelled)
}

function isId(name: string, value: unknown): value is string {
  return idNames.includes(name) && typeof value === 'string' && /^[1-9]\d*$/.test(value)
}

/**
 * A plain hash, no HMAC, as Coze's own samples have it. On purpose a second implementation beside that of the functions:
 * signer and verifier cannot share a mistake.
 */
export function signBody(token: string, timestamp: string, nonce: string, body: string): string {
  return createHash('sha1')
    .update(timestamp + nonce + token + body)
    .digest('hex')
}

declare global {
  interface JSON {
    /** Node has it (ECMAScript: JSON.parse source text access), TypeScript does not describe it yet. */
    rawJSON(text: string): unknown
  }
}
