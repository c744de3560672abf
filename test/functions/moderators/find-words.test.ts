import { expect, test } from '@jest/globals'
import { findWords } from '../../../functions/moderators/find-words.ts'

const texts = [
  { field: 'name', text: '旅行' },
  { field: 'plugins', text: '查天气' },
  { field: 'plugins', text: '查天气，订酒店' },
]

test('words are found in the field they are said to be from', () => {
  expect(findWords({ field: 'plugins', words: ' 订酒店\n' }, texts)).toEqual({
    field: 'plugins',
    excerpt: '订酒店',
    start: 4,
    end: 7,
  })
})

test('words that stand in another field are found there', () => {
  expect(findWords({ field: 'prompt', words: '天气' }, texts)).toEqual({
    field: 'plugins',
    excerpt: '天气',
    start: 1,
    end: 3,
  })
})

test.each([
  ['', 'plugins', 'plugins'],
  ['赌场', 'plugins', 'plugins'],
  ['赌场', 'prompt', 'name'],
])('words %j of %s that are nowhere have no place', (words, field, home) => {
  expect(findWords({ field, words }, texts)).toEqual({ field: home, excerpt: '', start: 0, end: 0 })
})

test('of a long quotation the beginning is shown', () => {
  const long = [{ field: 'prompt', text: '好'.repeat(500) }]
  expect(findWords({ field: 'prompt', words: '好'.repeat(500) }, long)).toMatchObject({ start: 0, end: 200 })
})
