import type { View } from './exact-view.ts'
import { gaps } from './fold.ts'

/** A stretch of a view, in its units. */
export type Stretch = { readonly begin: number; readonly end: number }

const latinLetter = /^[a-z]$/
const digit = /^[0-9]$/

/**
 * Whether a stretch begins or ends in the middle of a Latin word, as "thor" does in Scunthorpe. Between a letter and
 * a digit a word may end: account numbers are written right behind the name of the messenger.
 */
export function cutsLatinWord(view: View, { begin, end }: Stretch): boolean {
  return continuesLatinWord(view, begin) || continuesLatinWord(view, end)
}

function continuesLatinWord({ text, gaps: before }: View, at: number): boolean {
  if (at === 0 || at >= text.length || before[at] !== gaps.none) return false
  const pair = [text.charAt(at - 1), text.charAt(at)]
  return pair.every(unit => latinLetter.test(unit)) || pair.every(unit => digit.test(unit))
}

/** With fewer letters than these, words that merely stand side by side may read like another word: pen is. */
const tellingLength = 8

/**
 * Whether what stands between the letters of a stretch may be there for disguise. White space between Latin letters
 * where the word has none is taken for it if single letters stand apart (d r u g), or in a long word; punctuation
 * always is (c.a.s.i.n.o).
 */
export function isOneLatinWord(view: View, stretch: Stretch, word: View): boolean {
  if (stretch.end - stretch.begin >= tellingLength) return true
  for (let at = stretch.begin + 1; at < stretch.end; at++) {
    const isExpected = (view.gaps[at] ?? 0) < gaps.space || (word.gaps[at - stretch.begin] ?? 0) > gaps.none
    if (isExpected || !isBetweenLatin(view, at)) continue
    if (!hasSingleNeighbour(view, at, stretch, gaps.space)) return false
  }
  return true
}

function isBetweenLatin({ text }: View, at: number): boolean {
  return latinLetter.test(text.charAt(at - 1)) && latinLetter.test(text.charAt(at))
}

/** Whether one of the pieces on both sides of a gap is a single character. */
function hasSingleNeighbour(view: View, at: number, { begin, end }: Stretch, kind: number): boolean {
  const isGap = (unit: number) => unit <= begin || unit >= end || (view.gaps[unit] ?? 0) >= kind
  return isGap(at - 1) || isGap(at + 1)
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
/** Characters on each side that a Chinese word is looked for in: dictionaries hardly have longer ones. */
const reach = 8

/**
 * How many times honest Chinese would be misread here: at each end that lies inside a word, as 口交 does in 路口交通,
 * and where one clause ends and the next begins.
 */
export function countMisreadings(view: View, stretch: Stretch): number {
  const window = windowAround(view, stretch)
  const borders = segment(view.text.slice(window.begin, window.end))
  const cuts = [stretch.begin, stretch.end].filter(
    at => isHan(view.text, at - 1) && isHan(view.text, at) && !borders.has(at - window.begin),
  )
  return cuts.length + (joinsClauses(view, stretch) ? 1 : 0)
}

/** As far as a word can reach from the stretch: not over white space or punctuation. */
function windowAround({ text, gaps: before }: View, { begin, end }: Stretch): Stretch {
  let from = begin
  while (from > 0 && begin - from < reach && (before[from] ?? 0) < gaps.space) from--
  let to = end
  while (to < text.length && to - end < reach && (before[to] ?? 0) < gaps.space) to++
  return { begin: from, end: to }
}

const known = new Map<string, ReadonlySet<number>>()

/** A text made of one hit again and again has a few windows only. */
function segment(text: string): ReadonlySet<number> {
  const found = known.get(text)
  if (found !== undefined) return found
  if (known.size >= 1_000) known.clear()
  const borders = new Set([text.length])
  for (const { index } of segmenter.segment(text)) borders.add(index)
  known.set(text, borders)
  return borders
}

function isHan(text: string, at: number): boolean {
  return /^\p{Script=Han}/u.test(text.charAt(at))
}

/** …代开。发票…: two pieces of two characters and more with an end of a clause between them. */
function joinsClauses(view: View, stretch: Stretch): boolean {
  for (let at = stretch.begin + 1; at < stretch.end; at++) {
    if (view.gaps[at] !== gaps.clause) continue
    if (!hasSingleNeighbour(view, at, stretch, gaps.tight)) return true
  }
  return false
}
