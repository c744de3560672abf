import type { Hit } from './choose-hits.ts'
import type { Place } from './exact-view.ts'
import { compilePattern } from './pattern.ts'
import { findPlaceLightly, findUnits, type LightView } from './pattern-view.ts'
import type { Stretch } from './word-boundary.ts'

/** What the regular expressions of a rule match. `rule` is its position in the policy. */
export function findPatterns(view: LightView, patterns: readonly string[], rule: number): Hit[] {
  return patterns
    .flatMap(source => compilePattern(source).find(view.text))
    .map(stretch => ({ rule, excuses: false, view: 'pattern', ...findPlaceLightly(view, stretch) }))
}

/** Excuses for those of the hits that stand in a clause with one. Only their sentences are searched: most texts never are. */
export function findExcuses(view: LightView, allowPatterns: readonly string[], hits: readonly Hit[]): Hit[] {
  if (allowPatterns.length === 0) return []
  const sentences = listSentences(view, hits)
  const clauses = allowPatterns.flatMap(source => sentences.flatMap(part => findClauses(view, part, source)))
  return hits
    .filter(hit => clauses.some(clause => touches(clause, findUnits(view, hit))))
    .map(({ rule, start, end }) => ({ rule, excuses: true, view: 'pattern', start, end }))
}

/** The clauses of a sentence that an excuse stands in. */
function findClauses({ text }: LightView, { begin, end }: Stretch, source: string): Stretch[] {
  const matches = compilePattern(source).find(text.slice(begin, end))
  return matches.map(match => widen(text, { begin: begin + match.begin, end: begin + match.end }, clauseEnd))
}

/** A hit may go on into the next clause: that one of its ends is excused suffices. */
function touches(clause: Stretch, { begin, end }: Stretch): boolean {
  const isInside = (unit: number) => clause.begin <= unit && unit < clause.end
  return isInside(begin) || isInside(end - 1)
}

/** The sentences that something was found in, each part of the text once. */
function listSentences(view: LightView, found: readonly Place[]): Stretch[] {
  const sentences = found
    .map(place => widen(view.text, findUnits(view, place), sentenceEnd))
    .sort((a, b) => a.begin - b.begin)
  const merged: { begin: number; end: number }[] = []
  for (const { begin, end } of sentences) {
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
