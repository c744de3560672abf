import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { normalizeWord } from '../../../functions/policy/exact-view.ts'
import { createMatcher } from '../../../functions/policy/match.ts'
import { policyOf, type WrittenRule } from './policy-of.ts'

const venues = {
  id: 'venues',
  category: 'X.3',
  severity: 'reject',
  words: ['Online Casino', '線上賭場', '赌场'],
  allow: ['远离赌场'],
}
const contact = {
  id: 'contact',
  category: 'X.2',
  severity: 'escalate',
  words: ['加微信', '赌场微信'],
  fields: ['description'],
}
function find(rules: WrittenRule[], text: string, field = 'description') {
  return createMatcher(policyOf(...rules))([{ field, text }])
}

function brief(rules: WrittenRule[], text: string): string[] {
  return find(rules, text).map(
    ({ rule, severity, view, excerpt }) => `${rule} ${severity} ${view} ${excerpt}`,
  )
}

test('a finding says which rule, how it was read, where, and in which words of the original', () => {
  expect(find([venues], '來玩：線\u200b上賭場！')).toEqual([
    {
      rule: 'venues',
      category: 'X.3',
      severity: 'reject',
      field: 'description',
      excerpt: '線\u200b上賭場',
      start: 3,
      end: 8,
      view: 'exact',
      foundBy: 'policy',
    },
  ])
})

test('findings come in the order of the fields, then of the rules, then of the text', () => {
  const match = createMatcher(policyOf(venues, contact))
  const findings = match([
    { field: 'name', text: '赌场！' },
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
  expect(find([contact], '加微信', 'name')).toEqual([])
  expect(find([contact], '加微信')).toHaveLength(1)
})

test('a rule is excused by its own phrases, in every view, and not by those of another', () => {
  expect(brief([venues], '远离赌场')).toEqual([])
  expect(brief([venues], 'yuanli赌场')).toEqual(['venues reject exact 赌场'])
  expect(
    brief(
      [
        { ...venues, allow: [] },
        { ...contact, allow: ['赌场'] },
      ],
      '赌场',
    ),
  ).toHaveLength(1)
})

test('two rules may object to the same words', () => {
  expect(brief([venues, contact], '赌场微信')).toEqual([
    'venues reject exact 赌场',
    'contact escalate exact 赌场微信',
  ])
})

test('what is only read so goes to a person, whatever the rule', () => {
  expect(brief([venues], 'xianshangduchang')).toEqual(['venues escalate pinyin xianshangduchang'])
  expect(brief([venues], '线上睹场')).toEqual(['venues escalate homophone 线上睹场'])
  expect(brief([venues], '0nline c4sin0')).toEqual(['venues escalate digits 0nline c4sin0'])
  expect(brief([venues], '场赌上线')).toEqual(['venues escalate reversed 场赌上线'])
  expect(brief([venues], '线上贝者场')).toEqual(['venues escalate split 线上贝者场'])
})

test('each end that is cut out of another word is one level less', () => {
  const rule: WrittenRule = { ...venues, words: ['口交', '开发票'], allow: [] }
  expect(brief([rule], '路口交通信号')).toEqual(['venues note exact 口交'])
  expect(brief([rule], '开发票据识别')).toEqual(['venues escalate exact 开发票'])
})

test('a word cut in two by the border of two fields is told in the first', () => {
  const match = createMatcher(policyOf(venues))
  const findings = match([
    { field: 'name', text: '线上赌' },
    { field: 'description', text: '场，快来' },
  ])
  expect(findings).toMatchObject([
    { field: 'name', view: 'joined', severity: 'escalate', start: 0, end: 3, excerpt: '线上赌' },
  ])
})

test('a field that holds the word is not told again for the border', () => {
  const match = createMatcher(policyOf(venues))
  const fields = ['赌场', '赌场', ''].map(text => ({ field: 'description', text }))
  expect(match(fields)).toHaveLength(2)
})

test('a pattern is found where it matches, and asks a person at most', () => {
  const rule: WrittenRule = {
    ...contact,
    severity: 'reject',
    words: [],
    patterns: ['加.{0,4}微信'],
    allow: ['不要加微信'],
  }
  expect(brief([rule], '请加我的微信。不要加微信')).toEqual(['contact escalate pattern 加我的微信'])
})

test('a pattern may excuse as well, by one level: whoever offends can write it, too', () => {
  const rule: WrittenRule = { ...contact, allowPatterns: ['警惕[^。]{0,20}'] }
  expect(brief([rule], '警惕加微信的骗局。加微信')).toEqual([
    'contact note exact 加微信',
    'contact escalate exact 加微信',
  ])
  const grave: WrittenRule = { ...venues, allowPatterns: ['骗子'] }
  expect(brief([grave], '骗子勿扰的赌场')).toEqual(['venues escalate exact 赌场'])
})

test('nothing but excused hits, as long as a prompt may be, takes neither the memory nor the time of a function', () => {
  const rule: WrittenRule = { ...contact, allow: ['不要加微信'], allowPatterns: ['骗'] }
  for (const piece of ['不要加微信。', '加微信骗子。', '加微信不要。加微信骗子。']) {
    const start = performance.now()
    expect(find([rule], piece.repeat(20_000).slice(0, 20_000)).every(({ severity }) => severity === 'note'))
    expect(performance.now() - start).toBeLessThan(5_000)
  }
})

test('excused samples do not hide what comes behind them', () => {
  const rule: WrittenRule = { id: 'contact', patterns: ['号码[0-9]{4}'], allowPatterns: ['格式'] }
  const text = `${'格式：号码0001。'.repeat(30)}号码5566。`
  expect(brief([rule], text)).toContain('contact escalate pattern 号码5566')
})

test('a field without letters does not keep a word from being joined', () => {
  const fields = ['赌', '😀', '场'].map(text => ({ field: 'suggested_questions', text }))
  expect(createMatcher(policyOf(venues))(fields)).toMatchObject([{ view: 'joined', severity: 'escalate' }])
})

test('many hits are told twenty times, and what may be a misreading hides nothing', () => {
  const rule: WrittenRule = { ...venues, words: ['口交'], allow: [] }
  const findings = find([rule], `${'路口交通，'.repeat(60)}口交。`)
  expect(findings).toHaveLength(20)
  expect(findings.filter(({ severity }) => severity === 'reject')).toHaveLength(1)
})

test('a field without a letter is found where a rule asks for it', () => {
  const nothing = { id: 'nothing', blank: true, fields: ['description'] }
  expect(brief([nothing], ' …😀')).toEqual(['nothing reject exact '])
  expect(brief([nothing], 'A')).toEqual([])
  expect(find([nothing], '', 'prompt')).toEqual([])
})

test('no text, no findings', () => {
  expect(createMatcher(policyOf(venues, contact))([])).toEqual([])
  expect(find([venues, contact], '')).toEqual([])
})

const letters = fc.constantFrom(...'赌賭睹场場Ａab4@o0微信wei\u200b\u0301 \u3000㍿<&;\ud83d\ude00贝者。')
/** As a policy has them: what is a single character in the end is refused. */
const word = fc
  .string({ unit: letters, minLength: 2, maxLength: 5 })
  .filter(text => normalizeWord(text).length > 1)
const words = fc.array(word, { minLength: 1, maxLength: 6 })
const text = fc.oneof(
  fc.string({ unit: letters, maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

const base = policyOf(venues)

test('whatever the words and the text, every finding is a slice of the original', () => {
  fc.assert(
    fc.property(words, text, text, (dictionary, name, description) => {
      const rules = base.rules.map(rule => ({ ...rule, words: dictionary, allow: [] }))
      const match = createMatcher({ ...base, rules })
      const original: Record<string, string> = { name, description }
      for (const { field, excerpt, start, end } of match([
        { field: 'name', text: name },
        { field: 'description', text: description },
      ])) {
        expect(original[field]?.slice(start, end)).toBe(excerpt)
        expect(excerpt).not.toBe('')
      }
    }),
    { numRuns: 2000 },
  )
})
