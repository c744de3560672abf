import { RE2JS } from 're2js'
import { foldLightly } from './fold.ts'
import type { Stretch } from './word-boundary.ts'

/** Compiled, a pattern takes time in the length of the text only: the engine never goes back. */
type Pattern = { readonly find: (text: string) => Stretch[] }

/** More than these of one pattern in one field say nothing new; ten that are excused would hide the eleventh. */
const mostMatches = 100
/** Instructions of a compiled pattern: {0,30} inside {0,30} would be slow on every text. */
const largestProgram = 600
/**
 * A text is searched in pieces: whether a piece matches is known at once, where it does is looked for slowly, and only
 * there. Pieces overlap by more than a pattern spans.
 */
const longestPiece = 2_500
const overlap = 500
/** Of a longer text a pattern with ^ or $ sees the beginning only: it means names and short descriptions. */
const longestWhole = 20_000

const compiled = new Map<string, Pattern>()

/** Throws with what is wrong. Each pattern is compiled once, for its check and its use. */
export function compilePattern(source: string): Pattern {
  const pattern = compiled.get(source) ?? compile(source)
  compiled.set(source, pattern)
  return pattern
}

function compile(source: string): Pattern {
  const regexp = RE2JS.compile(source)
  if (regexp.programSize() > largestProgram) throw new Error('is too large: use smaller repetitions')
  if (regexp.test('')) throw new Error('matches the empty text')
  refuseWhatNoTextHas(source)
  const cut = isAnchored(source) ? keepWhole : cutIntoPieces
  return { find: text => findInPieces(regexp, cut(text)) }
}

/** The text is folded, so a pattern with capitals, full width or traditional characters would never match. */
function refuseWhatNoTextHas(source: string): void {
  // Escapes are part of the pattern, not of the text: \S, \pP, \p{Han}.
  for (const character of source.replaceAll(/\\[pP](?:\{[^}]*\}|.)|\\./g, '')) {
    const folded = foldLightly(character)
    if (folded !== character) throw new Error(`has "${character}" where the text has "${folded}"`)
  }
}

function isAnchored(source: string): boolean {
  return /(?<![[\\])\^|(?<!\\)\$/.test(source)
}

type Piece = { readonly text: string; readonly from: number }

function keepWhole(text: string): Piece[] {
  return [{ text: text.slice(0, longestWhole), from: 0 }]
}

function* cutIntoPieces(text: string): Generator<Piece> {
  for (let from = 0; from === 0 || from + overlap < text.length; from += longestPiece - overlap)
    yield { text: text.slice(from, from + longestPiece), from }
}

function findInPieces(regexp: RE2JS, pieces: Iterable<Piece>): Stretch[] {
  const found: Stretch[] = []
  for (const { text, from } of pieces) {
    if (!regexp.test(text)) continue
    const matcher = regexp.matcher(text)
    while (found.length < mostMatches && matcher.find()) {
      const stretch = { begin: from + matcher.start(), end: from + matcher.end() }
      // What lies where two pieces overlap is found in both.
      if (stretch.begin < stretch.end && stretch.begin >= (found.at(-1)?.end ?? 0)) found.push(stretch)
    }
    if (found.length === mostMatches) break
  }
  return found
}
