import type { Place, View } from './exact-view.ts'
import type { ViewName } from './finding.ts'
import type { Stretch } from './word-boundary.ts'

/** Something found for a rule, at a place of the original: a word, or a phrase that excuses the words inside it. */
export type Hit = Place & {
  /** The position of the rule in the policy. */
  readonly rule: number
  readonly excuses: boolean
  readonly view: ViewName
  /** Where it stands among letters, if they can tell whether a word was cut. */
  readonly context?: { readonly view: View; readonly stretch: Stretch } | undefined
}

/**
 * Of all that was found for one rule, what counts against it, in the order of the text. Words and patterns do not stand for
 * each other: each is weighed in its own way, and the one that is dropped might weigh more.
 */
export function chooseHits(found: readonly Hit[]): Hit[] {
  const [patterns = [], words = []] = [true, false].map(isPattern =>
    found.filter(({ view, excuses }) => excuses || (view === 'pattern') === isPattern),
  )
  const kept = [...keepLongest(dropExcused(words)), ...keepLongest(dropExcused(patterns))]
  return kept.sort((a, b) => a.start - b.start)
}

/** What is read loosely excuses only what is read in the same way: no disguise makes an open word innocent. */
function dropExcused(found: readonly Hit[]): Hit[] {
  const hits = found.filter(({ excuses }) => !excuses)
  const phrases = found.filter(({ excuses }) => excuses)
  if (hits.length === 0 || phrases.length === 0) return hits
  const open = reachOf(phrases.filter(({ view }) => isOpen(view)))
  const byView = Map.groupBy(phrases, ({ view }) => view)
  const reaches = new Map([...byView].map(([view, group]) => [view, reachOf(group)]))
  return hits.filter(({ view, start, end }) => open(start) < end && (reaches.get(view)?.(start) ?? 0) < end)
}

/** As it stands in the text: the other ways of reading may be mistaken. */
function isOpen(view: ViewName): boolean {
  return view === 'exact' || view === 'pattern'
}

/** For a position the furthest end of the places that begin there or before. */
function reachOf(places: readonly Place[]): (start: number) => number {
  const sorted = places.toSorted((a, b) => a.start - b.start)
  const ends: number[] = []
  for (const { end } of sorted) ends.push(Math.max(end, ends.at(-1) ?? 0))
  return start => ends[countUpTo(sorted, start) - 1] ?? 0
}

/** How many of the sorted places begin at a position or before. */
function countUpTo(sorted: readonly Place[], start: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.start ?? 0) <= start) low = middle + 1
    else high = middle
  }
  return low
}

/** Of hits that overlap what stands there openly stays, then the longest, the first of two equals. */
function keepLongest(hits: readonly Hit[]): Hit[] {
  const taken = new Set<number>()
  const kept: Hit[] = []
  for (const hit of hits.toSorted(compareHits)) {
    if (isTaken(taken, hit)) continue
    for (let unit = hit.start; unit < hit.end; unit++) taken.add(unit)
    kept.push(hit)
  }
  return kept.sort((a, b) => a.start - b.start)
}

/** An open hit may hold a loose one, which was taken before it only if it is as open: so the ends do not suffice. */
function isTaken(taken: ReadonlySet<number>, { start, end }: Place): boolean {
  for (let unit = start; unit < end; unit++) if (taken.has(unit)) return true
  return false
}

function compareHits(a: Hit, b: Hit): number {
  const openFirst = Number(isOpen(b.view)) - Number(isOpen(a.view))
  return openFirst || b.end - b.start - (a.end - a.start) || a.start - b.start
}
