import type { View } from './exact-view.ts'
import type { ViewName } from './finding.ts'
import type { Stretch } from './word-boundary.ts'

/** The exact view read in another way: unit i of `text` stands for the units of the exact view from `begins[i]` to `ends[i]`. */
export type Reading = {
  readonly text: string
  readonly begins: readonly number[]
  readonly ends: readonly number[]
}

/** Something found in a reading: what it stands for in the exact view, and the word it was taken for. */
export type Sighting = { readonly view: View; readonly stretch: Stretch; readonly word: View }

/** A way to read a text that honest texts are sometimes misread in, so what is found there is for a person. */
export type LooseView = {
  readonly read: (view: View) => Reading
  /** The forms that a word of the policy takes in such a reading; none if it would be found too often. */
  readonly write: (word: View) => readonly string[]
  /** What the disguise is called, or undefined if this is none. */
  readonly name: (sighting: Sighting) => ViewName | undefined
}

/** A reading in which each unit stands for itself. */
export function readEach(view: View, read: (unit: string) => string): Reading {
  const begins = Array.from({ length: view.text.length }, (_, unit) => unit)
  return { text: view.text.split('').map(read).join(''), begins, ends: begins.map(begin => begin + 1) }
}

export function findStretch({ begins, ends }: Reading, begin: number, end: number): Stretch {
  const first = begins[begin] ?? 0
  const last = begins[end - 1] ?? 0
  // Backwards in a reversed text.
  return first <= last ? { begin: first, end: ends[end - 1] ?? 0 } : { begin: last, end: ends[begin] ?? 0 }
}

/** What is written in the exact view at a stretch. */
export function textAt(view: View, { begin, end }: Stretch): string {
  return view.text.slice(begin, end)
}

export function isLatin(text: string): boolean {
  return /^[a-z0-9@$]*$/.test(text)
}
