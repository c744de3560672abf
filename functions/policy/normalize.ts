import { simplify } from './simplify.ts'

/** A stretch of the original text, in UTF-16 units as `slice` counts them. */
export type Place = { readonly start: number; readonly end: number }

/** Text as the rules read it. Unit i of `text` was written at `offsets[i]` of the original. */
export type View = { readonly text: string; readonly offsets: readonly Place[] }

/** What may melt into the letter before it under NFKC: marks, parts of a Hangul syllable, four vowels. */
const joining = String.raw`[\p{M}\u1160-\u11ff\u3131-\u3163\uff9e-\uffdc\u0e33\u0eb3\u{16d67}\u{16d68}]`
const spaces = String.raw`\p{White_Space}(?:[\p{White_Space}\p{DI}]*\p{White_Space})?`

/**
 * What can be normalised alone: a character, or a run of white space, with all that melts into it and the
 * invisible ones (DI: default ignorable) between. Thirty is the limit of Unicode's stream-safe format (UAX 15):
 * sorting an endless pile of marks takes quadratic time.
 */
const sequences = new RegExp(String.raw`(?:${spaces}|\P{DI})(?:\p{DI}*[${joining}--\p{DI}]){0,30}`, 'gv')

/**
 * The exact view: compatibility forms (NFKC), lower case and simplified Chinese; invisible characters are
 * dropped, and a run of white space is one space. Words that differ only in these are the same word.
 */
export function viewExactly(original: string): View {
  let text = ''
  const offsets: Place[] = []
  for (const { 0: sequence, index } of original.matchAll(sequences)) {
    const folded = foldOnce(sequence)
    const place = { start: index, end: index + sequence.length }
    for (let unit = 0; unit < folded.length; unit++) offsets.push(place)
    text += folded
  }
  return { text, offsets }
}

/** A word of the policy as it stands in a view: compared in the same form, spaces round it are not part of it. */
export function normalizeWord(word: string): string {
  return viewExactly(word).text.trim()
}

/** Where in the original the units of a view from `begin` to before `end` were written. */
export function findPlace({ offsets }: View, begin: number, end: number): Place {
  return { start: offsets[begin]?.start ?? 0, end: offsets[end - 1]?.end ?? 0 }
}

const known = new Map<string, string>()

/** Remembers single UTF-16 units only, nearly all of a text: three times as fast, and never more than 65,536. */
function foldOnce(sequence: string): string {
  if (sequence.length > 1) return fold(sequence)
  const folded = known.get(sequence) ?? fold(sequence)
  known.set(sequence, folded)
  return folded
}

function fold(sequence: string): string {
  const visible = sequence.replaceAll(/\p{DI}/gv, '').replaceAll(/\p{White_Space}+/gv, ' ')
  return simplify(visible.normalize('NFKC').toLowerCase())
}
