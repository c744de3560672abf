import type { Hit } from './choose-hits.ts'
import type { Place } from './exact-view.ts'
import { compilePattern } from './pattern.ts'
import { findPlaceLightly, findUnits, type LightView, viewLightly } from './pattern-view.ts'
import type { Rule } from './rule.ts'
import type { Stretch } from './word-boundary.ts'

/** What the regular expressions of a rule match in one text: those that object, and those that excuse. */
export type PatternSearch = {
  readonly findHits: (rule: Rule, position: number) => Hit[]
  /** In the sentences of what was found: most texts are never looked through for excuses. */
  readonly findExcuses: (rule: Rule, position: number, found: readonly Place[]) => Hit[]
}

export function searchPatterns(text: string): PatternSearch {
  const view = viewLightly(text)
  return {
    findHits: ({ patterns }, rule) =>
      patterns.flatMap(source =>
        compilePattern(source)
          .find(view.text)
          .map(stretch => ({ rule, excuses: false, view: 'pattern', ...findPlaceLightly(view, stretch) })),
      ),
    findExcuses({ allowPatterns }, rule, found) {
      if (allowPatterns.length === 0) return []
      const places = found.map(place => ({ place, stretch: findUnits(view, place) }))
      const sentences = listSentences(view.text, places)
      const passages = allowPatterns.flatMap(source =>
        sentences.flatMap(part => findPassages(view, part, source)),
      )
      const excused = places.filter(({ stretch }) => passages.some(passage => touches(passage, stretch)))
      return excused.map(({ place: { start, end } }) => ({
        rule,
        excuses: true,
        view: 'pattern',
        start,
        end,
      }))
    },
  }
}

/** What an excuse holds for: the clauses that it stands in. */
function findPassages({ text }: LightView, { begin, end }: Stretch, source: string): Stretch[] {
  const matches = compilePattern(source).find(text.slice(begin, end))
  return matches.map(match => widen(text, { begin: begin + match.begin, end: begin + match.end }, clauseEnd))
}

/** A hit may go on into the next clause: that one of its ends is excused suffices. */
function touches(passage: Stretch, { begin, end }: Stretch): boolean {
  const isInside = (unit: number) => passage.begin <= unit && unit < passage.end
  return isInside(begin) || isInside(end - 1)
}

type Located = { readonly stretch: Stretch }

/** The sentences that something was found in, each part of the text once. */
function listSentences(text: string, found: readonly Located[]): Stretch[] {
  const sentences = found
    .map(({ stretch }) => widen(text, stretch, sentenceEnd))
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
