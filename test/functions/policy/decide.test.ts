import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { categories } from '../../../functions/policy/categories.ts'
import { decide } from '../../../functions/policy/decide.ts'
import type { Finding } from '../../../functions/policy/finding.ts'
import type { Policy } from '../../../functions/policy/policy.ts'
import { policyOf } from './policy-of.ts'

const gambling = {
  id: 'gambling',
  words: ['赌场'],
  reason: { zh: '请删去招揽的文字。', en: 'Please remove the invitation.' },
}
const invoices = {
  id: 'invoices',
  words: ['发票'],
  reason: { zh: '请删去票据的文字。', en: 'Please remove the offer.' },
}
const policy: Policy = {
  ...policyOf(gambling, invoices),
  version: '0123456789ab',
  models: { alone: 'escalate', mayReject: ['A.1.f'] },
}

function finding(parts: Partial<Finding>): Finding {
  const place = { field: 'name', excerpt: '赌场', start: 0, end: 2, view: 'exact' } as const
  return { rule: 'gambling', severity: 'reject', category: 'X.3', ...place, foundBy: 'policy', ...parts }
}

const rule = (severity: Finding['severity']) => finding({ severity })
const profile = (severity: Finding['severity']) =>
  finding({ rule: 'profile-unavailable', category: 'none', severity, view: 'none', foundBy: 'profile' })
const model = (severity: Finding['severity'], category: Finding['category'] = 'X.3') =>
  finding({ rule: 'judge', severity, category, view: 'none', foundBy: 'model-judge' })
const guardrail = (severity: Finding['severity']) =>
  finding({ rule: 'guardrail', severity, view: 'none', foundBy: 'guardrail' })

test.each<[string, Finding[], string]>([
  ['nothing', [], 'approve'],
  ['a note of a rule', [rule('note')], 'approve'],
  ['a note of the profile', [profile('note')], 'approve'],
  ['a rule that escalates', [rule('escalate')], 'escalate'],
  ['a rule that rejects', [rule('reject')], 'reject'],
  ['a note, an escalation and a rejection', [rule('note'), rule('escalate'), rule('reject')], 'reject'],
  ['a profile that escalates', [profile('escalate')], 'escalate'],
  ['a profile that rejects', [profile('reject')], 'reject'],
  ['a note of a model', [model('note')], 'approve'],
  ['a model that escalates', [model('escalate')], 'escalate'],
  ['a model that rejects alone', [model('reject')], 'escalate'],
  ['a guardrail that rejects alone', [guardrail('reject')], 'escalate'],
  ['a model that may reject', [model('reject', 'A.1.f')], 'reject'],
  ['a model without a category', [model('reject', 'none')], 'escalate'],
  ['a model milder than a rule', [rule('reject'), model('note')], 'reject'],
  ['two models that reject', [model('reject'), guardrail('reject')], 'escalate'],
])('%s: %s', (_row, findings, decision) => {
  expect(decide(findings, policy, 'zh').decision).toBe(decision)
  expect(decide(findings.toReversed(), policy, 'en').decision).toBe(decision)
})

test('a model alone does what the policy lets it do', () => {
  const trusting: Policy = { ...policy, models: { ...policy.models, alone: 'reject' } }
  expect(decide([model('reject')], trusting, 'zh').decision).toBe('reject')
  expect(decide([model('reject')], policy, 'zh').decision).toBe('escalate')
})

test('the verdict names the policy, and its findings come gravest first with the severity that counted', () => {
  const verdict = decide([rule('note'), model('reject'), rule('reject')], policy, 'zh')
  expect(verdict.policyVersion).toBe('0123456789ab')
  expect(verdict.findings.map(({ foundBy, severity }) => [foundBy, severity])).toEqual([
    ['policy', 'reject'],
    ['model-judge', 'escalate'],
    ['policy', 'note'],
  ])
})

test('several rules give their reasons in the order of the policy, each once', () => {
  const findings = [finding({ rule: 'invoices' }), finding({}), finding({ rule: 'invoices' })]
  expect(decide(findings, policy, 'zh')).toMatchObject({ reason: '请删去招揽的文字。请删去票据的文字。' })
  expect(decide(findings, policy, 'en')).toMatchObject({
    reason: 'Please remove the invitation. Please remove the offer.',
  })
})

test('only what rejects is explained', () => {
  const findings = [finding({ rule: 'invoices', severity: 'escalate' }), finding({})]
  expect(decide(findings, policy, 'zh')).toMatchObject({ reason: '请删去招揽的文字。' })
})

test('a finding that no rule speaks for is explained by its category', () => {
  const { reason } = { reason: '', ...decide([model('reject', 'A.1.f')], policy, 'zh') }
  expect(reason).toContain('暴力、淫秽色情')
  expect(reason).not.toContain('赌场')
  expect(decide([profile('reject')], policy, 'en')).toMatchObject({
    reason: 'The content is not accepted on this channel. Please change it and publish again.',
  })
})

test('whatever was found there is a verdict, and a rejection by a rule stands', () => {
  const someFinding: fc.Arbitrary<Finding> = fc.record({
    rule: fc.constantFrom('gambling', 'invoices', 'gone', ''),
    category: fc.constantFrom('none' as const, ...Object.keys(categories).filter(isKnown)),
    severity: fc.constantFrom('note', 'escalate', 'reject'),
    field: fc.string(),
    excerpt: fc.string(),
    start: fc.nat(),
    end: fc.nat(),
    view: fc.constantFrom('exact', 'pinyin', 'none'),
    foundBy: fc.constantFrom('policy', 'profile', 'model-judge', 'guardrail'),
  })
  fc.assert(
    fc.property(fc.array(someFinding), fc.constantFrom('zh', 'en'), (findings, language) => {
      const verdict = decide(findings, policy, language)
      const isRejected = findings.some(
        ({ foundBy, severity }) => foundBy === 'policy' && severity === 'reject',
      )
      if (isRejected) expect(verdict.decision).toBe('reject')
      if (verdict.decision === 'reject') expect(verdict.reason.length).toBeGreaterThan(0)
    }),
  )
})

function isKnown(code: string): code is keyof typeof categories {
  return code in categories
}
