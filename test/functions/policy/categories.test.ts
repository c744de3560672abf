import { expect, test } from '@jest/globals'
import { categories, isCategory } from '../../../functions/policy/categories.ts'

test('there are the 31 risk types of the standard and 7 of this channel', () => {
  const codes = Object.keys(categories)
  expect(codes.filter(code => /^A\.[1-5]\.[a-i]$/.test(code))).toHaveLength(31)
  expect(codes.filter(code => /^X\.[1-7]$/.test(code))).toHaveLength(7)
  expect(codes).toHaveLength(38)
})

test('every category has a name of its own in both languages', () => {
  const names = Object.values(categories)
  expect(new Set(names.map(({ zh }) => zh)).size).toBe(38)
  expect(new Set(names.map(({ en }) => en)).size).toBe(38)
})

test.each(['A.1.a', 'A.5.b', 'X.7'])('%s is a category', code => {
  expect(isCategory(code)).toBe(true)
})

test.each(['A.1', 'A.1.i', 'a.1.a', 'X.8', 'X3', '', 'toString', undefined, 3])(
  '%p is not a category',
  code => {
    expect(isCategory(code)).toBe(false)
  },
)
