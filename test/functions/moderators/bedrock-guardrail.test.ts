import { expect, test } from '@jest/globals'
import * as z from 'zod/mini'
import { createBedrockGuardrail } from '../../../functions/moderators/bedrock-guardrail.ts'
import { type GuardrailSettings, guardrailSettings } from '../../../functions/moderators/settings.ts'
import { answers, finds, findsNothing, hangs, serveGuardrail } from '../../stand-ins/guardrail-server.ts'
import { name, policy, prompt } from './ask.ts'

function createGuardrail(endpoint: string, settings: Partial<GuardrailSettings> = {}) {
  const complete = z.parse(guardrailSettings, {
    kind: 'bedrock-guardrail',
    guardrailId: 'abc123',
    guardrailVersion: '1',
    ...settings,
  })
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'aws-secret-key' }
  const aws = { region: 'us-east-1', endpoint, credentials }
  return createBedrockGuardrail(complete, { policy, aws, now: Date.now })
}
const doubt = (rule: string) => [
  expect.objectContaining({
    rule,
    category: 'A.5.b',
    severity: 'escalate',
    field: 'name',
    foundBy: 'guardrail',
  }),
]

test('nothing is found when the guardrail does nothing', async () => {
  await using guardrail = await serveGuardrail(findsNothing)
  expect(await createGuardrail(guardrail.url)([name])).toEqual({
    findings: [],
    usage: { inputTokens: 0, outputTokens: 0, calls: 1, cost: 0 },
  })
})

test('the texts go to the version of the guardrail, signed for Bedrock', async () => {
  await using guardrail = await serveGuardrail(findsNothing)
  const guardrailId = 'arn:aws:bedrock:us-east-1:123456789012:guardrail/abc'
  await createGuardrail(guardrail.url, { guardrailId })([name, prompt])
  expect(guardrail.requests[0]).toMatchObject({
    path: '/guardrail/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aguardrail%2Fabc/version/1/apply',
    headers: { authorization: expect.stringContaining('/us-east-1/bedrock/aws4_request') },
    body: '{"source":"INPUT","content":[{"text":{"text":"旅行助手"}},{"text":{"text":"你规划行程。注册送彩金，天天赢。"}}]}',
  })
})

test.each([
  [{ topicPolicy: { topics: [{ name: 'X.3 gambling', type: 'DENY', action: 'BLOCKED' }] } }, 'X.3'],
  [{ contentPolicy: { filters: [{ type: 'SEXUAL', confidence: 'HIGH', action: 'BLOCKED' }] } }, 'A.1.f'],
  [{ contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', confidence: 'LOW', action: 'BLOCKED' }] } }, 'X.4'],
  [{ wordPolicy: { managedWordLists: [{ match: 'x', type: 'PROFANITY', action: 'BLOCKED' }] } }, 'A.1.f'],
  [{ sensitiveInformationPolicy: { piiEntities: [{ type: 'PHONE', action: 'ANONYMIZED' }] } }, 'A.4.f'],
  [{ sensitiveInformationPolicy: { regexes: [{ name: 'id', action: 'BLOCKED' }] } }, 'A.4.f'],
])('%j is a finding of %s', async (assessment, category) => {
  await using guardrail = await serveGuardrail(finds(assessment))
  const { findings } = await createGuardrail(guardrail.url)([name])
  expect(findings).toEqual([
    expect.objectContaining({ rule: `guardrail/${category}`, category, severity: 'escalate', excerpt: '' }),
  ])
})

test.each([
  [{ topicPolicy: { topics: [{ name: 'Investment advice', type: 'DENY', action: 'BLOCKED' }] } }],
  [{ contentPolicy: { filters: [{ type: 'MISCONDUCT', confidence: 'LOW', action: 'BLOCKED' }] } }],
  [{ wordPolicy: { customWords: [{ match: '旅行', action: 'BLOCKED' }] } }],
  [{ automatedReasoningPolicy: { findings: [{ invalid: {} }] } }],
  [{ contentPolicy: { filters: [{ type: 'HATE', confidence: 'LOW', action: 'NONE', detected: true }] } }],
  [{}],
])('%j has no category of ours, and goes to a person', async assessment => {
  await using guardrail = await serveGuardrail(finds(assessment))
  const { findings } = await createGuardrail(guardrail.url)([name])
  expect(findings).toEqual(doubt('guardrail/unknown-category'))
})

test('words that the guardrail matched are found in the original text', async () => {
  const words = { customWords: [], managedWordLists: [{ match: '注册送彩金', action: 'BLOCKED' }] }
  await using guardrail = await serveGuardrail(finds({ wordPolicy: words }))
  const { findings } = await createGuardrail(guardrail.url)([name, prompt])
  expect(findings).toEqual([
    expect.objectContaining({ category: 'A.1.f', field: 'prompt', excerpt: '注册送彩金', start: 6, end: 11 }),
  ])
})

test.each([
  ['no action', {}],
  ['another action', { action: 'MASKED' }],
  ['no object', 'NONE'],
  [
    'a part of the text left out',
    { action: 'NONE', guardrailCoverage: { textCharacters: { guarded: 1, total: 4 } } },
  ],
  [
    'malformed assessments',
    { action: 'GUARDRAIL_INTERVENED', assessments: [{ topicPolicy: { topics: 'all' } }] },
  ],
])('an answer with %s goes to a person', async (_mistake, answer) => {
  await using guardrail = await serveGuardrail(answers(200, answer))
  expect((await createGuardrail(guardrail.url)([name])).findings).toEqual(doubt('guardrail/unreadable'))
})

test('a request that Bedrock finds invalid goes to a person', async () => {
  const error = { 'x-amzn-errortype': 'ValidationException' }
  await using guardrail = await serveGuardrail(answers(400, {}, error))
  expect((await createGuardrail(guardrail.url)([name])).findings).toEqual(doubt('guardrail/refused'))
})

test.each([
  [400, 'ServiceQuotaExceededException', 'it is asked again'],
  [403, 'AccessDeniedException', 'check its credentials and what they allow'],
  [404, 'ResourceNotFoundException', 'check its address and its model or id'],
  [429, 'ThrottlingException', 'it is asked again'],
  [500, 'InternalServerException', 'it is asked again'],
])('HTTP %d, %s, is worth another try', async (status, type, advice) => {
  await using guardrail = await serveGuardrail(
    answers(status, { message: '旅行' }, { 'x-amzn-errortype': type }),
  )
  await expect(createGuardrail(guardrail.url)([name])).rejects.toMatchObject({
    name: 'ModeratorError',
    failure: { moderator: 'guardrail', httpStatus: status },
    message: `guardrail was answered with HTTP ${status}: ${advice}`,
  })
})

test('a guardrail that never answers costs the time-out and no more', async () => {
  await using guardrail = await serveGuardrail(hangs)
  await expect(createGuardrail(guardrail.url, { timeoutMs: 50 })([name])).rejects.toMatchObject({
    cause: { name: 'TimeoutError' },
  })
})

test('of a long text every part is asked about, and the worst counts', async () => {
  const violent = { contentPolicy: { filters: [{ type: 'VIOLENCE', action: 'BLOCKED' }] } }
  await using guardrail = await serveGuardrail(findsNothing, finds(violent), findsNothing)
  const long = { field: 'prompt', text: '好'.repeat(14_000) }
  const { findings, usage } = await createGuardrail(guardrail.url)([long])
  expect(findings.map(({ rule }) => rule)).toEqual(['guardrail/A.1.f'])
  expect(usage.calls).toBe(3)
})
