import * as z from 'zod/mini'
import { type Publish, parsePublish, parseWithdrawal, type Withdrawal } from './bot-event.ts'
import { text, textOf, type Unreadable, unreadable } from './callback-fields.ts'
import { readExactJson } from './json.ts'

/** One genuine callback, read. */
export type Callback =
  | Challenge
  | Publish
  | Withdrawal
  | Unreadable
  | { kind: 'acknowledge-only'; eventType: string }
export type Challenge = { kind: 'challenge'; challenge: string }

const headerSchema = z.object({
  header: z.object({ event_type: z.string().check(z.minLength(1)), connector_id: text }),
})
const challengeSchema = z.object({
  // Echoed to anybody who asks: short, and nothing that means something to a browser.
  event: z.object({ challenge: textOf(/^[A-Za-z0-9._~+/=-]{1,256}$/) }),
})

/**
 * Reads a callback whose signature has been checked; `timestamp` is its X-Coze-Timestamp header.
 * Unknown fields and event types pass, missing optional fields are empty; what we act on must be exact.
 * Source: docs.coze.cn receive_handle_callbacks.
 */
export function parseCallback(body: Uint8Array, timestamp: string): Callback {
  const json = readBody(body)
  const { data, error } = z.safeParse(headerSchema, json)
  if (error) return unreadable(error)
  const { event_type: eventType, connector_id: connectorId } = data.header
  if (eventType === 'url_verification') return parseChallenge(json)
  // Without a connector id it is a normal callback: some other publication of the account, nothing to review.
  if (connectorId === '') return { kind: 'acknowledge-only', eventType }
  switch (eventType) {
    case 'bot.published':
      return parsePublish(json, timestamp)
    case 'bot.unpublished':
    case 'bot.deleted':
      return parseWithdrawal(json, timestamp) ?? { kind: 'acknowledge-only', eventType }
    default:
      return { kind: 'acknowledge-only', eventType }
  }
}

/** Reads the challenge of a url_verification callback, which is answered signed or not; undefined for anything else. */
export function parseUnsignedChallenge(body: Uint8Array): Challenge | undefined {
  if (body.byteLength > 4096) return undefined
  const json = readBody(body)
  if (z.safeParse(headerSchema, json).data?.header.event_type !== 'url_verification') return undefined
  const callback = parseChallenge(json)
  return callback.kind === 'challenge' ? callback : undefined
}

function parseChallenge(json: unknown): Challenge | Unreadable {
  const { data, error } = z.safeParse(challengeSchema, json)
  return error ? unreadable(error) : { kind: 'challenge', challenge: data.event.challenge }
}

/** Strict UTF-8 (a byte order mark included) and strict JSON: what a forger can append to a known body is neither. */
function readBody(body: Uint8Array): unknown {
  try {
    return readExactJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body))
  } catch {
    return undefined
  }
}
