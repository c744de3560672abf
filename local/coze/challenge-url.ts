import { randomUUID } from 'node:crypto'
import { isEcho } from './read-answer.ts'
import { otherLimitMs, sendCallback } from './send-callback.ts'
import { challengeCallback, writeCallback } from './write-callback.ts'

/** Sends a signed challenge to a URL that is to be saved, and tells whether it comes back in time. */
export type ChallengeUrl = (url: string, token: string) => Promise<boolean>

export function createUrlChallenger(
  closed: AbortSignal,
  { limitMs = otherLimitMs, now = Date.now }: { limitMs?: number; now?: () => number },
): ChallengeUrl {
  return async (url, token) => {
    const challenge = randomUUID()
    const sent = writeCallback(challengeCallback(challenge, now()), { token })
    return isEcho(await sendCallback(url, sent, limitMs, closed), challenge)
  }
}
