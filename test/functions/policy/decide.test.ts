import { expect, test } from '@jest/globals'
import { decide } from '../../../functions/policy/decide.ts'
import type { Finding } from '../../../functions/policy/match.ts'
import type { Policy } from '../../../functions/policy/policy.ts'
import type { Rule, Severity } from '../../../functions/policy/rule.ts'

const blank = { category: 'X.3', words: ['赌场'], allow: [] } as const
const gambling: Rule = {
  ...blank,
  id: 'gambling',
  severity: 'reject',
  reason: { zh: '请删去招揽的文字。', en: 'Please remove the invitation.' },
}
const invoices: Rule = {
  ...blank,
  id: 'invoices',
  severity: 'reject',
  reason: { zh: '请删去票据的文字。', en: 'Please remove the offer.' },
}
const contact: Rule = {
  ...blank,
  id: 'contact',
  severity: 'escalate',
  reason: { zh: '请删去账号。', en: 'Please remove the account.' },
}
const policy: Policy = { version: '0123456789ab', rules: [gambling, invoices, contact] }

function finding(rule: string, severity: Severity): Finding {
  const place = { field: 'name', excerpt: '赌场', start: 0, end: 2 }
  return { rule, severity, category: 'X.3', ...place, foundBy: 'policy' }
}

test('nothing found approves', () => {
  expect(decide([], policy, 'zh')).toEqual({
    decision: 'approve',
    findings: [],
    policyVersion: '0123456789ab',
  })
})

test('something for a person escalates, without a reason', () => {
  const findings = [finding('contact', 'escalate')]
  expect(decide(findings, policy, 'zh')).toEqual({
    decision: 'escalate',
    findings,
    policyVersion: '0123456789ab',
  })
})

test('one finding to reject is enough, and only its reason is given', () => {
  const findings = [finding('contact', 'escalate'), finding('gambling', 'reject')]
  expect(decide(findings, policy, 'zh')).toEqual({
    decision: 'reject',
    reason: '请删去招揽的文字。',
    findings,
    policyVersion: '0123456789ab',
  })
})

test('several rules give their reasons in the order of the policy, each once', () => {
  const findings = [
    finding('invoices', 'reject'),
    finding('gambling', 'reject'),
    finding('invoices', 'reject'),
  ]
  expect(decide(findings, policy, 'zh')).toMatchObject({ reason: '请删去招揽的文字。请删去票据的文字。' })
  expect(decide(findings, policy, 'en')).toMatchObject({
    reason: 'Please remove the invitation. Please remove the offer.',
  })
})

test('a rejection by a rule that the policy does not have still has a reason', () => {
  expect(decide([finding('gone', 'reject')], policy, 'en')).toMatchObject({
    decision: 'reject',
    reason: 'The content is not accepted on this channel. Please change it and publish again.',
  })
})
