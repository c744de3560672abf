import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { parseSettings } from '../../infra/settings.ts'
import { createStack } from './create-stack.ts'

test('without any setting a channel in mainland China is set up', () => {
  expect(parseSettings({})).toEqual({
    channel: 'main',
    cozeApiBase: 'https://api.coze.cn',
    reasonLanguage: 'zh',
    readProfile: true,
    moderators: [],
    retentionDays: 180,
    logRetentionDays: 90,
    logLevel: 'INFO',
    answerSeconds: 3,
    moderationConcurrency: 10,
    maxBodyKilobytes: 256,
    requestsPerSecond: 200,
    requestBurst: 400,
    escalatedReviewHours: 24,
  })
})

test('a number given as text, as the command line does, is a number', () => {
  expect(parseSettings({ retentionDays: '30' }).retentionDays).toBe(30)
})

test('what belongs to the CDK itself is passed over', () => {
  expect(parseSettings({ '@aws-cdk/core:x': true, 'aws:cdk:y': 1, 'cli-telemetry': false }).channel).toBe(
    'main',
  )
})

test('all mistakes are named at once', () => {
  const mistakes = {
    channel: 'Main Channel',
    cozeApiBase: 'http://api.coze.cn/',
    retentionDay: 30,
    answerSeconds: 0,
    logRetentionDays: 42,
    reasonLanguage: 'fr',
  }
  expect(() => parseSettings(mistakes)).toThrow(
    [
      'the context (cdk.json, -c) has mistakes:',
      '  channel: lower-case letters, digits and hyphens, beginning with a letter',
      '  cozeApiBase: https and a host, as in https://api.coze.cn',
      '  reasonLanguage: Invalid option: expected one of "zh"|"en"',
      '  logRetentionDays: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653',
      '  answerSeconds: a whole number from 1 to 20',
      '  retentionDay: no such setting',
    ].join('\n'),
  )
})

test('a list given as text, as the command line does, is a list', () => {
  const moderators = '[{"kind":"model-judge","baseUrl":"https://model.invalid/v1","model":"judge"}]'
  expect(parseSettings({ moderators }).moderators).toHaveLength(1)
})

const limits = { timeoutMs: 10_000, totalTimeoutMs: 30_000, maxChunks: 4 }
const judge = {
  kind: 'model-judge',
  baseUrl: 'https://model.invalid/v1',
  model: 'judge',
  dialect: 'qwen3guard',
  inputPrice: 0.8,
  outputPrice: 2,
  ...limits,
}
const guardrail = {
  kind: 'bedrock-guardrail',
  guardrailId: 'abc123',
  guardrailVersion: '1',
  textUnitPrice: 0.15,
  ...limits,
}

test.each([
  ['no list', 'model-judge'],
  ['an unknown kind', [{ kind: 'oracle' }]],
  ['no model', [{ kind: 'model-judge', baseUrl: 'https://model.invalid/v1' }]],
  ['a price below zero', [{ ...judge, inputPrice: -1 }]],
  ['more than a minute for an answer', [{ ...judge, totalTimeoutMs: 60_001 }]],
  ['an address in the clear', [{ kind: 'model-judge', baseUrl: 'http://model.invalid/v1', model: 'judge' }]],
  ['a password in its address', [{ ...judge, baseUrl: 'https://user:secret@model.invalid/v1' }]],
  ['two guardrails to be created', [{ kind: 'bedrock-guardrail' }, { kind: 'bedrock-guardrail' }]],
  ['a version of no guardrail', [{ kind: 'bedrock-guardrail', guardrailVersion: '1' }]],
])('moderators with %s are refused', (_what, moderators) => {
  expect(() => parseSettings({ moderators })).toThrow('moderators')
})

test.each([
  [{ alarmEmail: 'operator' }, 'alarmEmail: an e-mail address'],
  [{ alarmRobot: 'slack' }, 'alarmRobot'],
  [{ runbookUrl: 'docs/runbook.md' }, 'runbookUrl: an address that begins with https://'],
  [{ runbookUrl: `https://example.com/${'a'.repeat(300)}` }, 'runbookUrl: at most 300 characters'],
  [{ cozeApiBase: 'https://999.999.999.999' }, 'cozeApiBase: https and a host'],
  [{ silenceHours: 169 }, 'silenceHours: a whole number from 1 to 168'],
  [{ escalatedReviewHours: 0 }, 'escalatedReviewHours: a whole number from 1 to 720'],
  [{ logLevel: 'ERROR' }, 'logLevel'],
])('%j is a mistake, and is named', (context, mistake) => {
  expect(() => parseSettings(context)).toThrow(mistake)
})

test.each(['', 'x', null, [], {}, true, 1.5, '-1', 3651])('%j is not a number of days', retentionDays => {
  expect(() => parseSettings({ retentionDays })).toThrow('retentionDays')
})

const everySetting = {
  channel: 'beta',
  cozeApiBase: 'https://api.coze.com',
  reasonLanguage: 'en',
  readProfile: false,
  moderators: [judge, guardrail],
  answerSeconds: 5,
  moderationConcurrency: 20,
  retentionDays: 30,
  logRetentionDays: 7,
  logLevel: 'DEBUG',
  maxBodyKilobytes: 128,
  requestsPerSecond: 100,
  requestBurst: 150,
  alarmEmail: 'operator@example.com',
  alarmRobot: 'feishu',
  runbookUrl: 'https://example.com/runbook',
  escalatedReviewHours: 12,
  silenceHours: 48,
}

test('every setting that README lists is taken as it is given', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const [, section = ''] = readme.split('\n## Settings\n')
  const [table = ''] = section.split('`npm start` reads')
  const names = [...table.matchAll(/^\| (`.*?`) +\|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g))
  expect(Object.keys(everySetting)).toEqual(names)
  expect(parseSettings(everySetting)).toEqual(everySetting)
})

test('a model and a guardrail reach the moderation with all that is set about them', () => {
  Template.fromStack(createStack({ moderators: [judge, guardrail] })).hasResourceProperties(
    'AWS::Lambda::Function',
    { Environment: { Variables: { MODERATORS: Match.serializedJson([judge, guardrail]) } } },
  )
})
