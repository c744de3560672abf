import { setTimeout as sleep } from 'node:timers/promises'
import type { Review } from '../../functions/reviews/review.ts'
import type { ReviewRecord } from './open-record.ts'

const pollMs = 500

/** Until the moderation function is done with all of them, but not for ever. Gives the reviews as they stand then. */
export async function awaitReports(
  { find }: Pick<ReviewRecord, 'find'>,
  reviews: readonly Review[],
  waitMs: number,
  progress: (line: string) => void,
): Promise<Review[]> {
  const giveUpAt = performance.now() + waitMs
  const standing = [...reviews]
  let told = 0
  for (;;) {
    const open = standing.filter(isUnderWay).length
    if (open === 0 || performance.now() >= giveUpAt) return standing
    if (open !== told) progress(`waiting until Coze knows, ${open} to go ...`)
    told = open
    await sleep(pollMs)
    for (const [place, review] of standing.entries())
      if (isUnderWay(review)) standing[place] = (await find(review)) ?? review
  }
}

function isUnderWay({ status, report }: Review): boolean {
  return (status === 'approved' || status === 'rejected') && report === 'due'
}
