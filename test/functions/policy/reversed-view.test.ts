import { expect, test } from '@jest/globals'
import { viewExactly } from '../../../functions/policy/exact-view.ts'
import { findStretch } from '../../../functions/policy/reading.ts'
import { reversedView } from '../../../functions/policy/reversed-view.ts'

test('a text is read from its end, and what is found knows where it stands', () => {
  const reading = reversedView.read(viewExactly('请信微加'))
  expect(reading.text).toBe('加微信请')
  expect(findStretch(reading, 0, 3)).toEqual({ begin: 1, end: 4 })
})

test.each([
  ['加微信', ['加微信']],
  ['冰毒', []],
  ['上海自来水来自海上', []],
  ['casino', ['casino']],
  ['drug', []],
])('%s is looked for as %j', (word, forms) => {
  expect(reversedView.write(viewExactly(word))).toEqual(forms)
})
