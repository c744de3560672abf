import { types } from 'node:util'
import { readJson } from '../../functions/read-json.ts'
import type { Callback, WireCallback } from './write-callback.ts'

export type CallbackResult =
  | {
      readonly outcome: 'answered'
      readonly status: number
      readonly answer: unknown
      readonly tookMs: number
    }
  | { readonly outcome: 'failed'; readonly why: Failure; readonly tookMs: number }

type Failure = 'too late' | 'nothing listens' | 'connection lost' | 'stopped'

/** Coze waits 10 s for the answer to a publish and 3 s for any other. */
export const publishLimitMs = 10_000
export const otherLimitMs = 3_000

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
    return { outcome: 'answered', status: response.status, answer: readJson(text) ?? text, tookMs: took() }
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
