import { expect, test } from '@jest/globals'
import { viewExactly } from '../../../functions/policy/exact-view.ts'
import { joinViews } from '../../../functions/policy/joined-view.ts'

test('the end of one text and the beginning of the next stand side by side, with a gap between', () => {
  const { view, seam } = joinViews(viewExactly('请加'), viewExactly('微信'))
  expect([view.text, seam, view.gaps]).toEqual(['请加微信', 2, [2, 0, 2, 0]])
})

test('no more than a word can reach is taken of each', () => {
  const { view, seam } = joinViews(viewExactly('甲乙'.repeat(100)), viewExactly('丙丁'.repeat(100)))
  expect([view.text.length, seam]).toEqual([128, 64])
})
