import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { chooseHits } from '../../../functions/policy/choose-hits.ts'
import { createSearch, type Occurrence } from '../../../functions/policy/search.ts'

function choose(text: string, words: string[], allow: string[] = []): Occurrence[] {
  const occurrences = createSearch([...words, ...allow])(text)
  return chooseHits(text, occurrences, { words: new Set(words), allow: new Set(allow) })
}

function chosenWords(text: string, words: string[], allow?: string[]): string[] {
  return choose(text, words, allow).map(({ word }) => word)
}

test.each([
  ['scunthorpe', 'thor'],
  ['casinos', 'casino'],
  ['mycasino', 'casino'],
  ['casino888', 'casino'],
  ['seaweed for sale', 'weed for sale'],
  ['加vx123', '加vx'],
])('%s: %s inside a Latin word does not count', (text, word) => {
  expect(chosenWords(text, [word])).toEqual([])
})

test.each([
  ['casino', 'casino'],
  ['the casino.', 'casino'],
  ['casino_casino', 'casino'],
  ['去casino玩', 'casino'],
  ['888赌场888', '赌场'],
  ['abc加vx：1', '加vx'],
])('%s: %s counts', (text, word) => {
  expect(chosenWords(text, [word])).toContain(word)
})

test('a word inside an allowed phrase does not count, the same word elsewhere does', () => {
  expect(choose('加微信支付，加微信', ['加微信'], ['加微信支付'])).toEqual([
    { word: '加微信', begin: 6, end: 9 },
  ])
})

test('an allowed phrase that covers a word only in part does not excuse it', () => {
  expect(chosenWords('现代开发票', ['代开发票'], ['现代开发'])).toEqual(['代开发票'])
})

test('of overlapping hits the longest stays, the first of two equals', () => {
  expect(chosenWords('甲乙丙丁', ['甲乙', '乙丙丁', '丙丁'])).toEqual(['乙丙丁'])
  expect(choose('甲甲甲', ['甲甲'])).toEqual([{ word: '甲甲', begin: 0, end: 2 }])
})

test('what a cut or excused hit would have covered is free for another', () => {
  expect(chosenWords('ab cdx', ['ab cd', 'ab'])).toEqual(['ab'])
  expect(chosenWords('甲乙丙', ['甲乙', '丙'], ['甲乙'])).toEqual(['丙'])
})

test('hits come in the order of the text', () => {
  expect(chosenWords('丙 甲乙 丁', ['甲乙', '丁', '丙'])).toEqual(['丙', '甲乙', '丁'])
})

const letters = fc.constantFrom('a', 'b', '1', ' ', '甲', '乙')
const word = fc.string({ unit: letters, minLength: 1, maxLength: 4 })
const words = fc.array(word, { maxLength: 8 })
const text = fc.string({ unit: letters, maxLength: 40 })

test('the hits are those of a search by hand', () => {
  fc.assert(
    fc.property(words, words, text, (dictionary, allow, searched) => {
      const expected = chooseByHand(searched, dictionary, allow)
      expect(choose(searched, dictionary, allow).map(({ begin, end }) => [begin, end])).toEqual(expected)
    }),
    { numRuns: 3000 },
  )
})

type Stretch = [begin: number, end: number]

/** The definition, at any cost: every stretch is tried, the longest first, and compared with all that were taken. */
function chooseByHand(searched: string, dictionary: string[], allow: string[]): Stretch[] {
  const everything = allStretches(searched)
  const excused = everything.filter(([begin, end]) => allow.includes(searched.slice(begin, end)))
  const taken: Stretch[] = []
  for (const [begin, end] of everything) {
    if (!dictionary.includes(searched.slice(begin, end))) continue
    if (/[a-z0-9]$/.test(searched.slice(0, begin)) && /^[a-z0-9]/.test(searched.slice(begin))) continue
    if (/[a-z0-9]$/.test(searched.slice(0, end)) && /^[a-z0-9]/.test(searched.slice(end))) continue
    if (excused.some(([from, to]) => from <= begin && end <= to)) continue
    if (taken.some(([from, to]) => begin < to && from < end)) continue
    taken.push([begin, end])
  }
  return taken.sort(([a], [b]) => a - b)
}

function allStretches(searched: string): Stretch[] {
  const stretches: Stretch[] = []
  for (let length = searched.length; length > 0; length--)
    for (let begin = 0; begin + length <= searched.length; begin++) stretches.push([begin, begin + length])
  return stretches
}
