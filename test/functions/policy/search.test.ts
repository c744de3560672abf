import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createSearch } from '../../../functions/policy/search.ts'

test('words inside and across each other are all found, each time they occur', () => {
  const search = createSearch(['abcd', 'bc', 'c', 'cde', 'bc'])
  expect(search('abcde bc')).toEqual([
    { word: 'bc', begin: 1, end: 3 },
    { word: 'c', begin: 2, end: 3 },
    { word: 'abcd', begin: 0, end: 4 },
    { word: 'cde', begin: 2, end: 5 },
    { word: 'bc', begin: 6, end: 8 },
    { word: 'c', begin: 7, end: 8 },
  ])
})

test('no words, no occurrences', () => {
  expect(createSearch([])('赌场')).toEqual([])
})

test('the search finds what looking for one word after the other finds', () => {
  const letters = fc.constantFrom('甲', '乙', '丙', '\ud83d', '\ude00')
  const dictionary = fc.array(fc.string({ unit: letters, minLength: 1, maxLength: 5 }), { maxLength: 12 })
  const text = fc.string({ unit: letters, maxLength: 60 })
  fc.assert(
    fc.property(dictionary, text, (words, searched) => {
      const found = createSearch(words)(searched).map(({ word, begin, end }) => `${begin}-${end} ${word}`)
      expect([...found].sort()).toEqual(searchOneByOne(words, searched).sort())
    }),
    { numRuns: 2000 },
  )
})

function searchOneByOne(words: string[], text: string): string[] {
  const found = new Set<string>()
  for (const word of words)
    for (let begin = 0; begin + word.length <= text.length; begin++)
      if (text.startsWith(word, begin)) found.add(`${begin}-${begin + word.length} ${word}`)
  return [...found]
}
