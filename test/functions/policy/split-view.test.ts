import { expect, test } from '@jest/globals'
import { viewExactly } from '../../../functions/policy/exact-view.ts'
import { joinedParts } from '../../../functions/policy/split-characters.ts'
import { splitView } from '../../../functions/policy/split-view.ts'

test.each([
  ['力口微信', '加微信'],
  ['女马', '妈'],
  ['士示欠', '款'],
  ['尸巾刂单', '刷单'],
  ['普通文字', '普通文字'],
  ['', ''],
])('%s is put together as %s', (text, joined) => {
  expect(splitView.read(viewExactly(text)).text).toBe(joined)
})

test('what is put together knows the parts that it stands for', () => {
  expect(splitView.read(viewExactly('请力口微'))).toEqual({
    text: '请加微',
    begins: [0, 1, 3],
    ends: [1, 3, 4],
  })
})

test('parts at the end of a text stand for no more than what is there', () => {
  expect(splitView.read(viewExactly('大贝者'))).toEqual({ text: '大赌', begins: [0, 1], ends: [1, 3] })
})

test('characters that were not split are no disguise', () => {
  const view = viewExactly('加微信')
  expect(splitView.name({ view, stretch: { begin: 0, end: 3 }, word: view })).toBeUndefined()
})

test('no character is among its own parts, and no parts are a single one', () => {
  for (const [parts, character] of joinedParts) {
    expect(parts).not.toContain(character)
    expect(parts.length).toBeGreaterThan(1)
  }
})
