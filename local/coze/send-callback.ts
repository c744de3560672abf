import { createHash, randomBytes } from 'node:crypto'
import { types } from 'node:util'
import { type Callback, type Spelling, writeCallbackBody } from './callback-body.ts'
import { parseJson } from './parse-json.ts'

export type WireCallback = {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array<ArrayBuffer>
}

/** `timestamp` in Unix milliseconds is the time of the event, not of the sending. */
export type Signing = {
  readonly token: string
  readonly timestamp?: number
  readonly nonce?: string
  readonly spelling?: Spelling
}

export type CallbackResult =
  | {
      readonly outcome: 'answered'
      readonly status: number
      readonly answer: unknown
      readonly tookMs: number
    }
  | { readonly outcome: 'failed'; readonly why: Failure; readonly tookMs: number }

export type Failure = 'too late' | 'nothing listens' | 'connection lost' | 'stopped'

/** Coze waits 10 s for the answer to a publish and 3 s for any other. */
export const publishLimitMs = 10_000
export const otherLimitMs = 3_000

export function writeCallback(callback: Callback, signing: Signing): WireCallback {
  const body = writeCallbackBody(callback, signing.spelling)
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

/** A plain hash, no HMAC, as Coze's own samples have it. */
export function signBody(token: string, timestamp: string, nonce: string, body: string | Uint8Array): string {
  return createHash('sha1')
    .update(timestamp + nonce + token)
    .update(body)
    .digest('hex')
}

export function limitFor(callback: Callback): number {
  return callback.header.event_type === 'bot.published' ? publishLimitMs : otherLimitMs
}

/** `answer` is the JSON of the answer, or its text when it is none. `stop` ends the waiting early. */
export async function sendCallback(
  url: string,
  { headers, body }: WireCallback,
  limitMs: number,
  stop?: AbortSignal,
): Promise<CallbackResult> {
  const startedAt = performance.now()
  const took = () => Math.round(performance.now() - startedAt)
  const limit = AbortSignal.timeout(limitMs)
  const signal = stop ? AbortSignal.any([limit, stop]) : limit
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    const text = await response.text()
    return { outcome: 'answered', status: response.status, answer: parseJson(text) ?? text, tookMs: took() }
  } catch (error) {
    const why = stop?.aborted ? 'stopped' : limit.aborted ? 'too late' : nameFailure(error)
    return { outcome: 'failed', why, tookMs: took() }
  }
}

function nameFailure(error: unknown): Failure {
  const cause = types.isNativeError(error) ? error.cause : undefined
  const isRefused = types.isNativeError(cause) && 'code' in cause && cause.code === 'ECONNREFUSED'
  return isRefused ? 'nothing listens' : 'connection lost'
}
