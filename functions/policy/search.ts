import { AhoCorasick } from '@monyone/aho-corasick'

/** A word of the dictionary where it stands in a text, in UTF-16 units. */
export type Occurrence = { readonly word: string; readonly begin: number; readonly end: number }

/** Finds every occurrence of every word, nested and overlapping ones too, in one pass over the text. */
export function createSearch(words: Iterable<string>): (text: string) => readonly Occurrence[] {
  const automaton = new AhoCorasick([...new Set(words)])
  return text => automaton.matchInText(text).map(({ keyword, begin, end }) => ({ word: keyword, begin, end }))
}
