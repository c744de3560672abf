import type { Hit } from './choose-hits.ts'
import { compilePattern } from './pattern.ts'
import { findPlaceLightly, findUnits, type LightView } from './pattern-view.ts'
import type { Stretch } from './word-boundary.ts'

/** What the regular expressions of a rule match. `rule` is its position in the policy. */
export function findPatterns(view: LightView, patterns: readonly string[], rule: number): Hit[] {
  return patterns
    .flatMap(source => compilePattern(source).find(view.text))
    .map(stretch => ({ rule, excuses: false, view: 'pattern', ...findPlaceLightly(view, stretch) }))
}

/** Those of the hits that stand in a clause with an excuse. Only their sentences are searched: most texts never are. */
export function findExcused(
  view: LightView,
  allowPatterns: readonly string[],
  hits: readonly Hit[],
): ReadonlySet<Hit> {
  if (allowPatterns.length === 0 || hits.length === 0) return new Set()
  const sentences = mergeStretches(hits.map(hit => widen(view.text, findUnits(view, hit), sentenceEnd)))
  const clauses = mergeStretches(
    allowPatterns.flatMap(source => sentences.flatMap(part => findClauses(view, part, source))),
  )
  return new Set(hits.filter(hit => touches(clauses, findUnits(view, hit))))
}

/** The clauses of a sentence that an excuse stands in. */
function findClauses({ text }: LightView, { begin, end }: Stretch, source: string): Stretch[] {
  const matches = compilePattern(source).find(text.slice(begin, end))
  return matches.map(match => widen(text, { begin: begin + match.begin, end: begin + match.end }, clauseEnd))
}

/** A hit may go on into the next clause: that one of its ends is excused suffices. */
function touches(clauses: readonly Stretch[], { begin, end }: Stretch): boolean {
  return isInside(clauses, begin) || isInside(clauses, end - 1)
}

/** Of stretches that do not overlap, in the order of the text: whether one holds a unit. */
function isInside(stretches: readonly Stretch[], unit: number): boolean {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((stretches[middle]?.end ?? 0) <= unit) low = middle + 1
    else high = middle
  }
  const found = stretches[low]
  return found !== undefined && found.begin <= unit
}

/** Each part of the text once, in its order. */
function mergeStretches(stretches: readonly Stretch[]): Stretch[] {
  const merged: { begin: number; end: number }[] = []
  for (const { begin, end } of stretches.toSorted((a, b) => a.begin - b.begin)) {
    const last = merged.at(-1)
    if (last === undefined || begin >= last.end) merged.push({ begin, end })
    else last.end = Math.max(last.end, end)
  }
  return merged
}

const sentenceEnd = /[。!?\n]/
const clauseEnd = /[,.。;!?\n]/
/** No sentence goes on for longer on each side. */
const reach = 200

function widen(text: string, { begin, end }: Stretch, border: RegExp): Stretch {
  let from = begin
  while (from > 0 && begin - from < reach && !border.test(text.charAt(from - 1))) from--
  let to = end
  while (to < text.length && to - end < reach && !border.test(text.charAt(to))) to++
  // With the mark that ends it: a question may be an excuse.
  return { begin: from, end: to + 1 }
}
