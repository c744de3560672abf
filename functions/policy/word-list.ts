import * as z from 'zod/mini'
import { longestWord } from './dictionary.ts'
import { normalizeWord } from './exact-view.ts'
import { findRepeated, quote } from './policy-problems.ts'

/** The content of each word list, by file name. */
export type WordLists = ReadonlyMap<string, string>

const word = z.string().check(
  z.superRefine((text, context) => {
    const characters = [...normalizeWord(text)].length
    if (characters === 0) context.addIssue('has no letters and no digits')
    if (characters > longestWord)
      context.addIssue(`has more than ${longestWord} letters: a shorter part will do`)
    if (characters === 1)
      context.addIssue('is a single character, found in too many honest texts: write two or more')
  }),
)

const noRepeats = z.superRefine(
  (list: readonly unknown[], context) => {
    const comparable = list.map(text => (typeof text === 'string' && normalizeWord(text)) || undefined)
    for (const position of findRepeated(comparable))
      context.addIssue({
        code: 'custom',
        message: 'is listed twice',
        path: [position],
        input: list[position],
      })
  },
  // Also when something in the list is not a word at all: every problem is told at once.
  { when: ({ value }) => Array.isArray(value) },
)

/** Words written out. One is listed twice if no text could tell the two apart. */
export const wordsSchema = z.array(word).check(z.minLength(1), noRepeats)

/** The name of a word list, read into its words. */
export function wordListSchema(wordLists: WordLists) {
  const name = z.string().check(
    z.refine(file => wordLists.has(file), {
      error: ({ input }) => `${quote(input)} is not in policy/words`,
    }),
  )
  const content = z.pipe(
    name,
    z.transform(file => readWords(wordLists.get(file) ?? '')),
  )
  return z.pipe(content, wordsSchema)
}

/** One word on each line; empty lines and lines that begin with # are for the reader. */
function readWords(content: string): string[] {
  const lines = content.split('\n').map(line => line.trim())
  return lines.filter(line => line !== '' && !line.startsWith('#'))
}
