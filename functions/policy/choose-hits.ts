import type { Occurrence } from './search.ts'

type Patterns = { words: ReadonlySet<string>; allow: ReadonlySet<string> }

/** Of all that was found in a view, what counts against one rule, in the order of the text. */
export function chooseHits(
  view: string,
  occurrences: readonly Occurrence[],
  { words, allow }: Patterns,
): Occurrence[] {
  const allowed = occurrences.filter(({ word }) => allow.has(word))
  const hits = occurrences
    .filter(({ word }) => words.has(word))
    .filter(hit => !cutsLatinWord(view, hit.begin) && !cutsLatinWord(view, hit.end))
    .filter(hit => !allowed.some(phrase => phrase.begin <= hit.begin && hit.end <= phrase.end))
  return keepLongest(hits)
}

/** Words inside other words are not meant. Chinese writes no word boundary, so only a to z and digits are looked at. */
function cutsLatinWord(view: string, boundary: number): boolean {
  return /^[a-z0-9]{2}$/.test(view.slice(Math.max(0, boundary - 1), boundary + 1))
}

/** Of hits that overlap the longest stays, the first of two equals. */
function keepLongest(hits: readonly Occurrence[]): Occurrence[] {
  const taken = new Set<number>()
  const longestFirst = hits.toSorted((a, b) => lengthOf(b) - lengthOf(a) || a.begin - b.begin)
  const kept: Occurrence[] = []
  for (const hit of longestFirst) {
    // What is taken is at least as long, so it cannot lie within: it reaches one of the two ends.
    if (taken.has(hit.begin) || taken.has(hit.end - 1)) continue
    for (let unit = hit.begin; unit < hit.end; unit++) taken.add(unit)
    kept.push(hit)
  }
  return kept.sort((a, b) => a.begin - b.begin)
}

function lengthOf({ begin, end }: Occurrence): number {
  return end - begin
}
