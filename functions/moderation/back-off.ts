/** A letter received for the nth time is put off 2, 4, 8 ... seconds, and never longer than this. */
const longestSeconds = 300
/**
 * A server that asks for more than this in Retry-After is not believed: it may be well again long before, and what
 * waits for it should not outlast its outage by more. A thousand letters that ask each so seldom are one call a second.
 */
const longestRetryAfterSeconds = 900

/**
 * Seconds until the next try. `chance` is a random number from 0 to 1: it takes off up to a tenth, so that a thousand
 * letters put off together do not come back together. The tenth is small on purpose: at the longest delay a letter is
 * received every 270 seconds or more seldom, which makes 72 hours of outage fit into the queue's receive limit of 1,000.
 */
export function backOffSeconds(receives: number, retryAfterMs: number, chance: number): number {
  const exponential = Math.min(longestSeconds, 2 ** Math.min(receives, 10))
  const jittered = Math.ceil(exponential * (1 - chance / 10))
  return Math.max(jittered, Math.min(longestRetryAfterSeconds, Math.ceil(retryAfterMs / 1000)))
}
