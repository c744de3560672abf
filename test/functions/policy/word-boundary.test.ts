import { expect, test } from '@jest/globals'
import { viewExactly } from '../../../functions/policy/exact-view.ts'
import { countMisreadings, cutsLatinWord, isOneLatinWord } from '../../../functions/policy/word-boundary.ts'

function locate(text: string, word: string) {
  const view = viewExactly(text)
  const read = viewExactly(word)
  const begin = view.text.indexOf(read.text)
  expect(begin).toBeGreaterThanOrEqual(0)
  return { view, stretch: { begin, end: begin + read.text.length }, word: read }
}

test.each([
  ['Scunthorpe', 'thor', true],
  ['casinos', 'casino', true],
  ['mycasino', 'casino', true],
  ['seaweed for sale', 'weed for sale', true],
  ['the casino.', 'casino', false],
  ['casino_casino', 'casino', false],
  ['去casino玩', 'casino', false],
  ['casino888', 'casino', false],
  ['加vx123', '加vx', false],
  ['加12345', '加12', true],
])('%s: %s is cut: %p', (text, word, isCut) => {
  const { view, stretch } = locate(text, word)
  expect(cutsLatinWord(view, stretch)).toBe(isCut)
})

test.each([
  ['d r u g', 'drug', true],
  ['d-r-u-g', 'drug', true],
  ['dr-ug', 'drug', true],
  ['dr*ug', 'drug', true],
  ['pen is', 'penis', false],
  ['ca sino', 'casino', false],
  ['on line casino', 'online casino', true],
  ['onlinecasino', 'online casino', true],
  ['代 开 发 票', '代开发票', true],
])('%s for %s: one word %p', (text, word, isOne) => {
  const { view, stretch, word: read } = locate(text, word)
  expect(isOneLatinWord(view, stretch, read)).toBe(isOne)
})

test.each([
  ['路口交通助手', '口交', 2],
  ['路口交通', '口交', 2],
  ['开发票据识别', '开发票', 1],
  ['财务代开。发票识别', '代开发票', 1],
  ['代，开，发，票', '代开发票', 0],
  ['代 开 发 票', '代开发票', 0],
  ['专业代开发票，点数低', '代开发票', 0],
  ['请加微信领取', '加微信', 0],
])('%s: %s would be misread %p times', (text, word, times) => {
  const { view, stretch } = locate(text, word)
  expect(countMisreadings(view, stretch)).toBe(times)
})
