import { expect, test } from '@jest/globals'
import { findBrokenExamples } from '../../../functions/policy/check-examples.ts'
import { parsePolicy } from '../../../functions/policy/policy.ts'

function check(examples: string): string[] {
  const rule =
    '{ id: a, category: X.3, severity: reject, words: [赌场], fields: [name], reason: { zh: 请, en: please }'
  return findBrokenExamples(
    parsePolicy({ yaml: `rules: [${rule}, examples: ${examples} }]`, wordLists: new Map() }),
  )
}

test('examples that hold are not told', () => {
  expect(check('{ hit: [线上赌场, 賭 場], miss: [概率课] }')).toEqual([])
})

test('an example that is not found, and one that is found and must not be, are told', () => {
  expect(check('{ hit: [概率课], miss: [赌场] }')).toEqual([
    'rule a: example "概率课" is not found',
    'rule a: example "赌场" is found and must not be',
  ])
})
