import { expect, test } from '@jest/globals'
import { parsePhraseWeights, writePhraseWeights } from '../../../functions/policy/phrase-weights.ts'

const weights = {
  bias: -1.25,
  phrases: new Map([
    ['加微信', { category: 'X.2' as const, anywhere: 0.5, shown: 1.5, told: 0 }],
    ['add me', { category: 'X.2' as const, anywhere: 1, shown: 0, told: 0.25 }],
    ['识别', { category: undefined, anywhere: -0.75, shown: 0, told: 0 }],
  ]),
}

test('what is written is read again, the heaviest phrase first', () => {
  const text = writePhraseWeights(weights, 'Two lines\nof comment')
  expect(text).toBe(
    '# Two lines\n# of comment\n\t\t-1.25\t\t\n加微信\tX.2\t0.50\t1.50\t\nadd me\tX.2\t1.00\t\t0.25\n识别\t\t-0.75\t\t\n',
  )
  expect(parsePhraseWeights(text)).toEqual(weights)
})

test('without a file nothing weighs anything', () => {
  expect(parsePhraseWeights('')).toEqual({ bias: 0, phrases: new Map() })
})

test.each([
  '加微信',
  '加微信\tX.99\t1\t\t',
  '加微信\tX.2\tmuch\t\t',
  '加\tX.2\t1\t\t\n加\tX.2\t2\t\t',
  '加\tX.2\tInfinity\t\t',
])('%j is refused with its line', line => {
  expect(() => parsePhraseWeights(`# comment\n${line}`)).toThrow(/^phrases\.tsv, line [23]: not a phrase/)
})
