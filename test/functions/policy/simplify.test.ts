import { expect, test } from '@jest/globals'
import { simplify } from '../../../functions/policy/simplify.ts'

test.each([
  ['線上賭場', '线上赌场'],
  ['發票頭髮', '发票头发'],
  ['簡体字不變', '简体字不变'],
  ['乾杯', '干杯'],
  // One unit becomes two: the simplified form lies beyond the basic plane.
  ['勣', '𪟝'],
  ['plain ASCII', 'plain ASCII'],
  ['', ''],
])('%s is written %s', (traditional, simplified) => {
  expect(simplify(traditional)).toBe(simplified)
})
