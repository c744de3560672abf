import { foldFully, type Gap, gaps, rememberByCharacter } from './fold.ts'
import { findMarkUp } from './mark-up.ts'

/** A stretch of the original text, in UTF-16 units as `slice` counts them. */
export type Place = { readonly start: number; readonly end: number }

/**
 * Text as the rules read it: nothing but letters and digits. For each unit of `text`: where it was written, how
 * often in a row, and what stood before it. The gaps are remembered because "as sex" is not "Essex".
 */
export type View = {
  readonly text: string
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly repeats: readonly number[]
  readonly gaps: readonly Gap[]
}

/** `last` is the last unit of `text`: reading it from a string that still grows takes time in its length. */
type Draft = {
  text: string
  last: string
  starts: number[]
  ends: number[]
  repeats: number[]
  gaps: Gap[]
  gap: Gap
}

const fold = rememberByCharacter(foldFully)

/** The exact view: what a reader sees in the text, whatever it is dressed in. Words equal in it are the same word. */
export function viewExactly(original: string): View {
  const draft: Draft = { text: '', last: '', starts: [], ends: [], repeats: [], gaps: [], gap: gaps.space }
  let from = 0
  for (const { start, end, text } of findMarkUp(original)) {
    readCharacters(draft, original, from, start)
    addLetters(draft, text, start, end)
    if (text === '') widenGap(draft, gaps.tight)
    from = end
  }
  readCharacters(draft, original, from, original.length)
  const { text, starts, ends, repeats, gaps: before } = draft
  return { text, starts, ends, repeats, gaps: before }
}

/** A word of the policy as it stands in a view. */
export function normalizeWord(word: string): string {
  return viewExactly(word).text
}

/** Where in the original the units of a view from `begin` to before `end` were written. */
export function findPlace({ starts, ends }: View, begin: number, end: number): Place {
  return { start: starts[begin] ?? 0, end: ends[end - 1] ?? 0 }
}

function readCharacters(draft: Draft, original: string, from: number, to: number): void {
  for (let start = from; start < to; ) {
    const character = characterAt(original, start)
    const end = start + character.length
    if (isLetterInDisguise(original, start)) addUnit(draft, character, start, end)
    else addLetters(draft, character, start, end)
    start = end
  }
}

function characterAt(text: string, index: number): string {
  const unit = text.charCodeAt(index)
  if (unit < 0xd800 || unit > 0xdbff) return text.charAt(index)
  return String.fromCodePoint(text.codePointAt(index) ?? unit)
}

/** c@sino, ca$ino: between Latin letters these two are letters, and a looser view knows which. */
function isLetterInDisguise(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  if (unit !== 0x40 && unit !== 0x24) return false
  return /^[a-z0-9@$].[a-z0-9@$]$/i.test(text.slice(index - 1, index + 2))
}

function addLetters(draft: Draft, character: string, start: number, end: number): void {
  const folded = fold(character)
  if (folded.text === '') widenGap(draft, folded.gap)
  else if (folded.text.length === 1) addUnit(draft, folded.text, start, end)
  else for (const unit of folded.text.split('')) addUnit(draft, unit, start, end)
}

function widenGap(draft: Draft, gap: Gap): void {
  if (gap > draft.gap) draft.gap = gap
}

function addUnit(draft: Draft, unit: string, start: number, end: number): void {
  // Repeated on purpose or not: words are collapsed in the same way, and a word's own doubles are asked for later.
  if (draft.gap === gaps.none && draft.last === unit) {
    const last = draft.starts.length - 1
    draft.repeats[last] = (draft.repeats[last] ?? 0) + 1
    draft.ends[last] = end
    return
  }
  draft.text += unit
  draft.last = unit
  draft.starts.push(start)
  draft.ends.push(end)
  draft.repeats.push(1)
  draft.gaps.push(draft.gap)
  draft.gap = gaps.none
}
