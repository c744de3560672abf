import type { Log } from '../log.ts'
import type { Authenticity } from './authenticate.ts'
import type { Reply } from './request.ts'

/** Why a callback is not let in. */
export type Refusal = Exclude<Authenticity, 'genuine'> | 'unreadable' | 'too-large'

/** `unverifiable` is our own fault: a 5xx makes Coze send again. */
const replies: Readonly<Record<Refusal, { status: number; error: string }>> = {
  unsigned: { status: 401, error: 'signature headers missing' },
  'malformed-signature': { status: 401, error: 'signature malformed' },
  'wrong-signature': { status: 401, error: 'signature does not match' },
  unverifiable: { status: 503, error: 'cannot verify now' },
  unreadable: { status: 400, error: 'not a Coze callback' },
  'too-large': { status: 413, error: 'body too large' },
}

export function refuse(refusal: Refusal, log: Log, problem?: string): Reply {
  const { status, error } = replies[refusal]
  log.warn('callback-refused', { refusal, status, problem })
  return { status, body: { error } }
}
