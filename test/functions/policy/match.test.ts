import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createMatcher } from '../../../functions/policy/match.ts'
import { viewExactly } from '../../../functions/policy/normalize.ts'
import type { Policy } from '../../../functions/policy/policy.ts'
import type { Rule } from '../../../functions/policy/rule.ts'

const venues: Rule = {
  id: 'venues',
  category: 'X.3',
  severity: 'reject',
  words: ['Online Casino', '線上賭場', '赌场'],
  allow: ['远离赌场'],
  reason: { zh: '请修改。', en: 'Please change it.' },
}
const contact: Rule = {
  id: 'contact',
  category: 'X.2',
  severity: 'escalate',
  words: ['加微信', '赌场微信'],
  allow: [],
  fields: ['description'],
  reason: { zh: '请修改。', en: 'Please change it.' },
}

function policyOf(...rules: Rule[]): Policy {
  return { version: '0123456789ab', rules }
}

test('a finding says which rule, where, and in which words of the original', () => {
  const match = createMatcher(policyOf(venues))
  expect(match([{ field: 'description', text: '來玩：線\u200b上賭場！' }])).toEqual([
    {
      rule: 'venues',
      category: 'X.3',
      severity: 'reject',
      field: 'description',
      excerpt: '線\u200b上賭場',
      start: 3,
      end: 8,
      foundBy: 'policy',
    },
  ])
})

test('words of the policy are read in the same form as the text', () => {
  const match = createMatcher(policyOf(venues))
  const excerpts = match([{ field: 'name', text: '线上赌场 ＯＮＬＩＮＥ\u3000ｃａｓｉｎｏ' }]).map(
    ({ excerpt }) => excerpt,
  )
  expect(excerpts).toEqual(['线上赌场', 'ＯＮＬＩＮＥ\u3000ｃａｓｉｎｏ'])
})

test('findings come in the order of the fields, then of the rules, then of the text', () => {
  const match = createMatcher(policyOf(venues, contact))
  const findings = match([
    { field: 'name', text: '赌场' },
    { field: 'description', text: '加微信，赌场，online casino' },
  ])
  expect(findings.map(({ rule, field, start }) => [rule, field, start])).toEqual([
    ['venues', 'name', 0],
    ['venues', 'description', 4],
    ['venues', 'description', 7],
    ['contact', 'description', 0],
  ])
})

test('a rule with fields looks nowhere else', () => {
  const match = createMatcher(policyOf(contact))
  expect(match([{ field: 'name', text: '加微信' }])).toEqual([])
  expect(match([{ field: 'description', text: '加微信' }])).toHaveLength(1)
})

test('a rule is not excused by the phrases of another', () => {
  const match = createMatcher(policyOf({ ...venues, allow: [] }, { ...contact, allow: ['赌场'] }))
  expect(match([{ field: 'description', text: '赌场' }])).toHaveLength(1)
})

test('two rules may object to the same words', () => {
  const match = createMatcher(policyOf(venues, contact))
  const findings = match([{ field: 'description', text: '赌场微信' }])
  expect(findings.map(({ rule, excerpt }) => [rule, excerpt])).toEqual([
    ['venues', '赌场'],
    ['contact', '赌场微信'],
  ])
})

test('fields are judged apart', () => {
  const match = createMatcher(policyOf(venues))
  expect(
    match([
      { field: 'name', text: '赌' },
      { field: 'description', text: '场' },
    ]),
  ).toEqual([])
})

test('no text, no findings', () => {
  const match = createMatcher(policyOf(venues, contact))
  expect(match([])).toEqual([])
  expect(match([{ field: 'description', text: '' }])).toEqual([])
})

const letters = fc.constantFrom(
  '赌',
  '賭',
  '场',
  '場',
  'Ａ',
  'b',
  '\u200b',
  '\u0301',
  ' ',
  '\u3000',
  '㍿',
  '\ud83d',
  '\ude00',
)
const words = fc.array(fc.string({ unit: letters, minLength: 2, maxLength: 4 }), {
  minLength: 1,
  maxLength: 6,
})
const text = fc.oneof(
  fc.string({ unit: letters, maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

test('every finding is a slice of the original that reads like one of the words', () => {
  fc.assert(
    fc.property(words, text, (dictionary, original) => {
      const comparable = dictionary.map(word => viewExactly(word).text.trim()).filter(word => word !== '')
      const match = createMatcher(policyOf({ ...venues, words: comparable, allow: [] }))
      for (const { excerpt, start, end } of match([{ field: 'name', text: original }])) {
        expect(original.slice(start, end)).toBe(excerpt)
        const read = viewExactly(excerpt).text
        expect(comparable.some(word => read.includes(word))).toBe(true)
      }
    }),
    { numRuns: 3000 },
  )
})
