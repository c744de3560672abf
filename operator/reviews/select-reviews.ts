import type { Period } from '../../functions/reviews/find-reviews.ts'
import type { Review } from '../../functions/reviews/review.ts'
import { timeOf } from './describe-review.ts'
import type { ReviewRecord } from './open-record.ts'

export type Wanted = {
  readonly period: Period
  readonly matches: (review: Review) => boolean
  readonly limit: number
}
/** `isAll` is false where the limit, or the end of the search, has cut something off. */
export type Selection = { readonly reviews: readonly Review[]; readonly isAll: boolean }

/** What a person has to do, see Review. */
export const works = ['escalated', 'report_failed'] as const

/** From the index of what waits for a person, whoever waits longest first: that is the order to work in. */
export async function selectWaiting(
  { listWaiting }: ReviewRecord,
  wanted: Wanted,
  kinds: readonly (typeof works)[number][] = works,
): Promise<Selection> {
  const { period, matches, limit } = wanted
  const found: Review[] = []
  for (const work of kinds) {
    let taken = 0
    for await (const review of listWaiting(work, period)) {
      if (!matches(review)) continue
      found.push(review)
      // One more than is shown tells that there are more.
      if (++taken > limit) break
    }
  }
  return select(keepWanted(found, wanted, oldestFirst), wanted)
}

/** From all of the record, a megabyte after the other, the newest first. */
export async function lookThrough(
  { scan }: ReviewRecord,
  wanted: Wanted,
  mostMegabytes: number,
  progress: (line: string) => void,
): Promise<Selection> {
  let kept: Review[] = []
  let megabytes = 0
  for await (const { reviews, isLast } of scan()) {
    kept = keepWanted([...kept, ...reviews], wanted)
    megabytes += 1
    if (!isLast && megabytes === mostMegabytes) return { ...select(kept, wanted), isAll: false }
    progress(`${megabytes} MB looked through ...`)
  }
  return select(kept, wanted)
}

/** The newest first. */
export function selectFrom(reviews: readonly Review[], wanted: Wanted): Selection {
  return select(keepWanted(reviews, wanted), wanted)
}

const oldestFirst = (a: Review, b: Review) => timeOf(a) - timeOf(b)
const newestFirst = (a: Review, b: Review) => oldestFirst(b, a)

function keepWanted(
  reviews: readonly Review[],
  { period, matches, limit }: Wanted,
  order = newestFirst,
): Review[] {
  const isInPeriod = (review: Review) => timeOf(review) >= period.since && timeOf(review) <= period.until
  const kept = reviews.filter(review => isInPeriod(review) && matches(review))
  return kept.toSorted(order).slice(0, limit + 1)
}

function select(kept: readonly Review[], { limit }: Wanted): Selection {
  return { reviews: kept.slice(0, limit), isAll: kept.length <= limit }
}
