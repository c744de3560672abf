import { setTimeout as sleep } from 'node:timers/promises'
import { type CallbackResult, limitFor, sendCallback } from './send-callback.ts'
import { type Callback, type Spelling, type WireCallback, writeCallback } from './write-callback.ts'

/** How often and how Coze sends again is not documented. The event id and the body stay the same. */
export type Resending = {
  /** Sendings after the first. */
  readonly times: number
  readonly delayMs: number
  /** Whether each re-sending has a timestamp and nonce of its own, or those of the first. */
  readonly resigned: boolean
}

type Attempt = { readonly sent: WireCallback; readonly result: CallbackResult }

export type Delivery = {
  readonly callback: Callback
  readonly attempts: readonly Attempt[]
  readonly answeredWell: boolean
}

export type Sender = {
  /** Asked at each sending: it may change between two of them. */
  readonly callbackUrl: () => string
  /** Asked likewise. */
  readonly callbackToken: () => string
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
  const { callbackUrl, resending, limitMs = limitFor(callback), closed } = sender
  const attempts: Attempt[] = []
  let answeredWell = false
  const goesOn = () => !answeredWell && attempts.length <= resending.times && !closed.aborted
  const first = write(callback, sender)
  while (goesOn()) {
    const again = attempts.length > 0 && resending.resigned
    const sent = again ? write(callback, sender, sender.now()) : first
    const result = await sendCallback(callbackUrl(), sent, limitMs, closed)
    attempts.push({ sent, result })
    answeredWell = takeResult(result)
    if (goesOn()) await sleep(resending.delayMs, undefined, { signal: closed }).catch(() => undefined)
  }
  return { callback, attempts, answeredWell }
}

function write(
  callback: Callback,
  { callbackToken, signed, spelling }: Sender,
  timestamp?: number,
): WireCallback {
  const signing = { token: callbackToken(), spelling, ...(timestamp !== undefined && { timestamp }) }
  const { headers, body } = writeCallback(callback, signing)
  return { headers: signed ? headers : { 'Content-Type': 'application/json' }, body }
}
