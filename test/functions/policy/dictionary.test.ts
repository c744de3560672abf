import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createDictionary } from '../../../functions/policy/dictionary.ts'

function search(words: string[], text: string): string[] {
  const found: string[] = []
  createDictionary(words)(text, (word, begin, end) => found.push(`${begin}-${end} ${words[word]}`))
  return found
}

test('words inside and across each other are all found, each time they occur', () => {
  expect(search(['abcd', 'bc', 'c', 'cde'], 'abcde bc')).toEqual([
    '0-4 abcd',
    '1-3 bc',
    '2-3 c',
    '2-5 cde',
    '6-8 bc',
    '7-8 c',
  ])
})

test('no words, no occurrences', () => {
  expect(search([], '赌场')).toEqual([])
})

test('the search finds what looking for one word after the other finds', () => {
  const letters = fc.constantFrom('甲', '乙', '丙', '\ud83d', '\ude00', '\u0000', '\uffff')
  const word = fc.string({ unit: letters, minLength: 1, maxLength: 5 })
  const text = fc.string({ unit: letters, maxLength: 60 })
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 12 }), text, (words, searched) => {
      expect(search(words, searched).sort()).toEqual(searchOneByOne(words, searched).sort())
    }),
    { numRuns: 2000 },
  )
})

function searchOneByOne(words: string[], text: string): string[] {
  const found: string[] = []
  for (const word of words)
    for (let begin = 0; begin + word.length <= text.length; begin++)
      if (text.startsWith(word, begin)) found.push(`${begin}-${begin + word.length} ${word}`)
  return found
}
