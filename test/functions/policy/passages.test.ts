import { expect, test } from '@jest/globals'
import { cutIntoPassages } from '../../../functions/policy/passages.ts'

const pieces = (...lengths: number[]) => lengths.map(length => ({ length }))
const lengths = (passages: { length: number }[][]) =>
  passages.map(passage => passage.map(({ length }) => length))

test('a short text is one passage, none is none', () => {
  expect(lengths(cutIntoPassages(pieces(3, 4), 10))).toEqual([[3, 4]])
  expect(cutIntoPassages([], 10)).toEqual([])
})

test('a long text is cut into passages of whole pieces, each half in the next', () => {
  expect(lengths(cutIntoPassages(pieces(4, 3, 5, 2, 6, 1), 10))).toEqual([
    [4, 3, 5],
    [5, 2, 6],
    [2, 6, 1],
  ])
})

test('a piece longer than a passage is one of its own', () => {
  expect(lengths(cutIntoPassages(pieces(50, 50, 1), 10))).toEqual([[50], [50], [1]])
})
