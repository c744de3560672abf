import type { Credentials } from '../coze/credentials.ts'
import { describeError, type Log } from '../log.ts'

export type WatchDependencies = {
  /** How many reviews have waited for a person since then or longer. */
  countEscalated: (since: number) => Promise<number>
  readCredentials: () => Promise<Credentials>
  /** How long a review may wait for a person. */
  longestWaitMs: number
  now: () => number
  log: Log
}

/** Looks after what comes about by mere passing of time, and so is announced by no callback and no task. */
export async function watchChannel(dependencies: WatchDependencies): Promise<void> {
  await watchReviews(dependencies)
  await watchCredentials(dependencies)
}

async function watchReviews({ countEscalated, longestWaitMs, now, log }: WatchDependencies): Promise<void> {
  const overdue = await countEscalated(now() - longestWaitMs)
  if (overdue > 0) log.warn('reviews-overdue', { overdue })
}

const dayMs = 86_400_000
/** Time enough to get another token, weekend included. */
const noticeDays = 7

/** A date that cannot be read counts as near. An OAuth app has none: its key is valid until somebody removes it. */
async function watchCredentials({ readCredentials, now, log }: WatchDependencies): Promise<void> {
  try {
    const credentials = await readCredentials()
    if (credentials.kind !== 'access-token' || credentials.expiresOn === undefined) return
    const daysLeft = Math.floor((Date.parse(credentials.expiresOn) - now()) / dayMs)
    if (!(daysLeft > noticeDays)) log.warn('credentials-expiring', { daysLeft })
  } catch (error) {
    // On a first set-up there are none yet. Whatever needs them says so louder.
    log.info('credentials-unread', describeError(error))
  }
}
