import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { viewExactly } from '../../../functions/policy/exact-view.ts'
import { listClauses } from '../../../functions/policy/phrases.ts'

const phrasesOf = (text: string) => listClauses(viewExactly(text)).map(({ phrases }) => phrases)

test('of Chinese up to four neighbouring characters are a phrase, of English up to three words', () => {
  expect(phrasesOf('加我微信吧')).toEqual([
    [
      '加',
      '加我',
      '加我微',
      '加我微信',
      '我',
      '我微',
      '我微信',
      '我微信吧',
      '微',
      '微信',
      '微信吧',
      '信',
      '信吧',
      '吧',
    ],
  ])
  expect(phrasesOf('Add me on Line')).toEqual([
    ['add', 'add me', 'add me on', 'me', 'me on', 'me on line', 'on', 'on line', 'line'],
  ])
})

test('no phrase reaches beyond its clause, or from one script into the other', () => {
  expect(phrasesOf('加我，微信。qq 群')).toEqual([
    ['加', '加我', '我'],
    ['微', '微信', '信'],
    ['qq', '群'],
  ])
})

test('decoration is seen through, doubles stay, and numbers are all the same', () => {
  expect(phrasesOf('微\u200b信')).toEqual(phrasesOf('微-信'))
  expect(phrasesOf('call')).toEqual([['call']])
  expect(phrasesOf('138 0000')).toEqual([['0', '0 0']])
})

test('a character of two units is one', () => {
  expect(phrasesOf('𠮷利')).toEqual([['𠮷', '𠮷利', '利']])
})

test('whatever the text, its clauses follow each other and hold all of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), text => {
      const view = viewExactly(text)
      const clauses = listClauses(view)
      const ends = [0, ...clauses.map(({ end }) => end)]
      expect(clauses.map(({ begin }) => begin)).toEqual(ends.slice(0, -1))
      expect(ends.at(-1)).toBe(view.text.length)
    }),
    { numRuns: 1000 },
  )
})
