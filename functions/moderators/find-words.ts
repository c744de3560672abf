import type { TextField } from './moderator.ts'

type WordsInField = { field: string; excerpt: string; start: number; end: number }

/** A whole prompt given as a quotation would fill the record of the review. */
const longestExcerpt = 200

/** Finds quoted words in the original texts: in the field they are said to be from, or else in any other. */
export function findWords(
  { field, words }: { field: string; words: string },
  texts: readonly TextField[],
): WordsInField {
  const named = texts.filter(text => text.field === field)
  const quote = words.trim()
  const found = quote === '' ? undefined : [...named, ...texts].find(({ text }) => text.includes(quote))
  const home = found ?? named[0] ?? texts[0]
  if (found === undefined) return { field: home?.field ?? '', excerpt: '', start: 0, end: 0 }
  const start = found.text.indexOf(quote)
  const excerpt = quote.slice(0, longestExcerpt)
  return { field: found.field, excerpt, start, end: start + excerpt.length }
}
