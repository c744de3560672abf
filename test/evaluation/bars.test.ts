import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { readPolicy } from '../../functions/policy/read-policy.ts'
import { checkBars } from './bars.ts'
import { evaluate } from './evaluate.ts'

const evaluation = evaluate(readPolicy(join(import.meta.dirname, '../../policy')), 'reporting')

test.each(checkBars(evaluation))(
  'the default policy reaches its bar: $name ($bar)',
  ({ reached, isMet, bar }) => {
    expect({ reached, bar, isMet }).toMatchObject({ isMet: true })
  },
)

test('there are listings enough to say so', () => {
  expect(evaluation.benign.listings).toBeGreaterThanOrEqual(150)
  expect(evaluation.violating.listings).toBeGreaterThanOrEqual(75)
})
