import { setTimeout as sleep } from 'node:timers/promises'
import type { Callback, Spelling } from './callback-body.ts'
import {
  type CallbackResult,
  limitFor,
  sendCallback,
  type WireCallback,
  writeCallback,
} from './send-callback.ts'

/** How often and how Coze sends again is not documented. The event id and the body stay the same. */
export type Resending = {
  /** Sendings after the first. */
  readonly times: number
  readonly delayMs: number
  /** Whether each re-sending has a timestamp and nonce of its own, or those of the first. */
  readonly resigned: boolean
}

export type Attempt = { readonly sent: WireCallback; readonly result: CallbackResult }

export type Delivery = {
  readonly callback: Callback
  readonly attempts: readonly Attempt[]
  readonly answeredWell: boolean
}

/** Read at each sending: both may change between two of them. */
export type Callee = { callbackUrl: string; callbackToken: string }

export type Sender = {
  readonly callee: Callee
  readonly signed: boolean
  readonly spelling: Spelling
  readonly resending: Resending
  /** Instead of Coze's 10 and 3 s. */
  readonly limitMs: number | undefined
  readonly now: () => number
  readonly closed: AbortSignal
}

/** Sends until `takeResult` calls a result well answered or the re-sendings are used up. */
export async function deliver(
  callback: Callback,
  sender: Sender,
  takeResult: (result: CallbackResult) => boolean,
): Promise<Delivery> {
  const { callee, resending, limitMs = limitFor(callback), closed } = sender
  if (!callee.callbackUrl) throw new Error('no callback URL: set callbackUrl before anything is sent')
  const attempts: Attempt[] = []
  let answeredWell = false
  const goesOn = () => !answeredWell && attempts.length <= resending.times && !closed.aborted
  const first = write(callback, sender)
  while (goesOn()) {
    const again = attempts.length > 0 && resending.resigned
    const sent = again ? write(callback, sender, sender.now()) : first
    const result = await sendCallback(callee.callbackUrl, sent, limitMs, closed)
    attempts.push({ sent, result })
    answeredWell = takeResult(result)
    if (goesOn()) await sleep(resending.delayMs, undefined, { signal: closed }).catch(() => undefined)
  }
  return { callback, attempts, answeredWell }
}

function write(callback: Callback, { callee, signed, spelling }: Sender, timestamp?: number): WireCallback {
  const signing = { token: callee.callbackToken, spelling, ...(timestamp !== undefined && { timestamp }) }
  const { headers, body } = writeCallback(callback, signing)
  return { headers: signed ? headers : { 'Content-Type': 'application/json' }, body }
}
