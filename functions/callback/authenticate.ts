import { type Verification, verifyCallback } from '../coze/signature.ts'
import { describeError, type Log } from '../log.ts'
import type { ReadSecret } from '../secret.ts'
import type { CallbackRequest } from './request.ts'

/** `unverifiable`: the tokens cannot be read, so nobody can be told from a forger. */
export type Authenticity = Verification | 'unverifiable'
export type Authenticate = (request: CallbackRequest) => Promise<Authenticity>

/** A signature that no cached token explains is held against the tokens stored by now: one may just have been rotated. */
export function createAuthenticator(readTokens: ReadSecret<readonly string[]>, log: Log): Authenticate {
  return async ({ headers, body }) => {
    try {
      const verification = verifyCallback(headers, body, await readTokens())
      if (verification !== 'wrong-signature') return verification
      return verifyCallback(headers, body, await readTokens({ refresh: true }))
    } catch (error) {
      log.error('callback-tokens-unavailable', describeError(error))
      return 'unverifiable'
    }
  }
}
