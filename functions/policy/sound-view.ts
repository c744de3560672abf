import type { View } from './exact-view.ts'
import type { ViewName } from './finding.ts'
import { gaps } from './fold.ts'
import { lookThrough } from './look-alikes.ts'
import { isLatin, type LooseView, type Reading, type Sighting, textAt } from './reading.ts'
import { otherSoundsOf, readSyllable, soundOf, spell, splitSyllables } from './syllables.ts'
import { cutsLatinWord } from './word-boundary.ts'

/** Text by its sound: 加薇信, jia微信 and jiaweixin are all 加微信. Other letters and characters stay what they are. */
export const soundView: LooseView = {
  read,
  write(word) {
    if (isLatin(word.text) || word.text.length < 2) return []
    const { text } = read(word)
    return [...new Set([text, ...withOtherSounds(word, text), typed(text), ...initials(text)])]
  },
  name(sighting) {
    const written = textAt(sighting.view, sighting.stretch)
    if (written === sighting.word.text) return undefined
    const isTyped = countLetters(written) > countLetters(sighting.word.text)
    return isTyped ? nameTyped(sighting, written) : nameHomophone(written, sighting.word.text)
  },
}

type Draft = { text: string; begins: number[]; ends: number[] }

function read(view: View): Reading {
  const draft: Draft = { text: '', begins: [], ends: [] }
  for (let begin = 0; begin < view.text.length; ) {
    const end = endOfRun(view, begin)
    if (end > begin + 1) readRun(draft, view.text.slice(begin, end), begin)
    else add(draft, hear(view.text.charAt(begin)), begin, end)
    begin = end
  }
  return draft
}

/** Where the Latin letters end that stand together from here; the next unit if there are none. */
function endOfRun({ text, gaps: before }: View, begin: number): number {
  let end = begin
  while (end < text.length && isLetter(text.charCodeAt(end)) && (end === begin || before[end] === gaps.none))
    end++
  return Math.max(end, begin + 1)
}

function isLetter(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a
}

function readRun(draft: Draft, letters: string, begin: number): void {
  let from = 0
  for (const length of splitSyllables(letters) ?? Array.from(letters, () => 1)) {
    const written = letters.slice(from, from + length)
    add(
      draft,
      length === 1 ? written : (readSyllable(written) ?? written),
      begin + from,
      begin + from + length,
    )
    from += length
  }
}

function hear(character: string): string {
  return soundOf(lookThrough(character)) ?? character
}

function add(draft: Draft, unit: string, begin: number, end: number): void {
  draft.text += unit
  draft.begins.push(begin)
  draft.ends.push(end)
}

/** One character at a time in another reading: its own, if it is also written for one that it looks like. */
function withOtherSounds({ text }: View, sounds: string): string[] {
  if (text.length !== sounds.length) return []
  return text.split('').flatMap((character, at) => {
    const own = soundOf(character) ?? character
    const others = [own, ...otherSoundsOf(character)].filter(sound => sound !== sounds.charAt(at))
    return others.map(sound => sounds.slice(0, at) + sound + sounds.slice(at + 1))
  })
}

/** Typed in one go, the borders of the syllables may come to lie elsewhere: fang an, fan gan. */
function typed(sounds: string): string {
  const syllables = sounds.split('').map(spell)
  const mayMove = syllables.some((syllable, at) => at > 0 && /^[aegno]/.test(syllable))
  if (!mayMove || /[a-z]/.test(sounds)) return sounds
  const draft: Draft = { text: '', begins: [], ends: [] }
  readRun(draft, collapse(syllables.join('')), 0)
  return draft.text
}

/** As the exact view does. */
function collapse(letters: string): string {
  return letters.replaceAll(/(.)\1+/g, '$1')
}

const shortestInitials = 4

/** The first letters, if no vowel is among them: those are no English word. */
function initials(sounds: string): string[] {
  const letters = sounds
    .split('')
    .map(unit => spell(unit).charAt(0))
    .join('')
  // Collapsed, the initials of a longer phrase would be those of the word inside it.
  const isTelling = hasNoVowel(letters) && letters.length >= shortestInitials && collapse(letters) === letters
  return isTelling ? [letters] : []
}

/** Typed altogether in fewer letters than these it may be English. */
const shortestTyped = 7

function nameTyped({ view, stretch, word }: Sighting, written: string): ViewName | undefined {
  // A character of the word and letters for the rest of it: nobody writes so but to hide it.
  if (countKept(written, word.text) > 0) return 'pinyin'
  if (cutsLatinWord(view, stretch)) return undefined
  return written.length >= shortestTyped || hasNoVowel(written) ? 'pinyin' : undefined
}

/** Short words sound like others: of three characters one must have been kept, and two are too few. */
function nameHomophone(written: string, word: string): ViewName | undefined {
  if (written.length < 3) return undefined
  return written.length > 3 || countKept(written, word) > 0 ? 'homophone' : undefined
}

function countLetters(text: string): number {
  return text.replaceAll(/[^a-z]/g, '').length
}

function countKept(written: string, word: string): number {
  return written.split('').filter(unit => !isLatin(unit) && word.includes(unit)).length
}

function hasNoVowel(letters: string): boolean {
  return /^[b-df-hj-np-tv-z]+$/.test(letters)
}
