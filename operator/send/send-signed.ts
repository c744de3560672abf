import { randomBytes } from 'node:crypto'
import { signCallback } from '../../functions/coze/signature.ts'

export type Answer =
  | { readonly status: number; readonly body: string; readonly tookMs: number }
  | { readonly failure: string; readonly tookMs: number }

type Sending = {
  readonly url: string
  readonly body: string
  readonly token: string
  readonly limitMs: number
  readonly now: number
}

/** Sends a body as Coze does. No answer is a result too. */
export async function sendSigned({ url, body, token, limitMs, now }: Sending): Promise<Answer> {
  const timestamp = String(now)
  const nonce = randomBytes(8).toString('hex')
  const headers = {
    'Content-Type': 'application/json',
    'X-Coze-Timestamp': timestamp,
    'X-Coze-Nonce': nonce,
    'X-Coze-Signature': signCallback({ timestamp, nonce, body: Buffer.from(body) }, token),
  }
  const startedAt = performance.now()
  const took = () => Math.round(performance.now() - startedAt)
  try {
    const signal = AbortSignal.timeout(limitMs)
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    return { status: response.status, body: await response.text(), tookMs: took() }
  } catch (error) {
    return { failure: nameFailure(error, limitMs), tookMs: took() }
  }
}

function nameFailure(error: unknown, limitMs: number): string {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError') return `no answer within ${limitMs / 1000} s, as long as Coze waits`
  const { cause } = error
  const why = cause instanceof Error && 'code' in cause ? String(cause.code) : error.message
  return why === 'ECONNREFUSED' ? 'nothing listens there' : `no answer: ${why}`
}
