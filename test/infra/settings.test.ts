import { expect, test } from '@jest/globals'
import { parseSettings } from '../../infra/settings.ts'

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

test.each([
  ['no list', 'model-judge'],
  ['an unknown kind', [{ kind: 'oracle' }]],
  ['no model', [{ kind: 'model-judge', baseUrl: 'https://model.invalid/v1' }]],
  ['an address in the clear', [{ kind: 'model-judge', baseUrl: 'http://model.invalid/v1', model: 'judge' }]],
])('moderators with %s are refused', (_what, moderators) => {
  expect(() => parseSettings({ moderators })).toThrow('moderators')
})

test.each([
  [{ alarmEmail: 'operator' }, 'alarmEmail: an e-mail address'],
  [{ alarmRobot: 'slack' }, 'alarmRobot'],
  [{ runbookUrl: 'docs/runbook.md' }, 'runbookUrl: an address that begins with https://'],
  [{ silenceHours: 169 }, 'silenceHours: a whole number from 1 to 168'],
  [{ escalatedReviewHours: 0 }, 'escalatedReviewHours: a whole number from 1 to 720'],
  [{ logLevel: 'ERROR' }, 'logLevel'],
])('%j is a mistake, and is named', (context, mistake) => {
  expect(() => parseSettings(context)).toThrow(mistake)
})

test.each(['', 'x', null, [], {}, true, 1.5, '-1', 3651])('%j is not a number of days', retentionDays => {
  expect(() => parseSettings({ retentionDays })).toThrow('retentionDays')
})
