import { expect, test } from '@jest/globals'
import * as z from 'zod/mini'
import { askTogether, createModerators } from '../../../functions/moderators/create-moderators.ts'
import { moderatorSettings } from '../../../functions/moderators/settings.ts'
import { answers, finds, findsNothing, serveGuardrail } from '../../stand-ins/guardrail-server.ts'
import { allows, answersStatus, flags, serveModel } from '../../stand-ins/model-server.ts'
import { name, policy } from './ask.ts'

function createBoth(
  baseUrl: string,
  endpoint: string,
  keys: Record<string, string> = { [baseUrl]: 'sk-secret' },
) {
  const settings = z.parse(moderatorSettings, [
    { kind: 'model-judge', baseUrl, model: 'judge-1' },
    { kind: 'bedrock-guardrail', guardrailId: 'abc123', guardrailVersion: 'DRAFT' },
  ])
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'aws-secret-key' }
  const readApiKey = async (url: string) => keys[url] ?? ''
  const aws = { region: 'us-east-1', endpoint, credentials }
  return askTogether(createModerators(settings, { policy, readApiKey, aws, now: Date.now }))
}

test('what either finds is found, and the costs are added', async () => {
  await using model = await serveModel(flags({ category: 'X.3', field: 'name', quote: '旅行', why: '' }))
  await using guardrail = await serveGuardrail(
    finds({ contentPolicy: { filters: [{ type: 'VIOLENCE', action: 'BLOCKED' }] } }),
  )
  const { findings, usage } = await createBoth(model.baseUrl, guardrail.url)([name])
  expect(findings.map(({ rule, foundBy }) => [rule, foundBy])).toEqual([
    ['model-judge/X.3', 'model-judge'],
    ['guardrail/A.1.f', 'guardrail'],
  ])
  expect(usage).toEqual({ inputTokens: 100, outputTokens: 20, calls: 2, cost: 0 })
})

test('nothing is found when neither finds anything', async () => {
  await using model = await serveModel(allows)
  await using guardrail = await serveGuardrail(findsNothing)
  expect((await createBoth(model.baseUrl, guardrail.url)([name])).findings).toEqual([])
})

test('one that fails fails the whole', async () => {
  await using model = await serveModel(allows)
  await using guardrail = await serveGuardrail(answers(503, {}))
  await expect(createBoth(model.baseUrl, guardrail.url)([name])).rejects.toMatchObject({
    failure: { moderator: 'guardrail', httpStatus: 503 },
  })
})

test('the other one that fails fails the whole', async () => {
  await using model = await serveModel(answersStatus(429))
  await using guardrail = await serveGuardrail(findsNothing)
  await expect(createBoth(model.baseUrl, guardrail.url)([name])).rejects.toMatchObject({
    failure: { moderator: 'model-judge', httpStatus: 429 },
  })
})

test.each(['', 'sk-secret\n', '密钥'])('the key %j cannot be sent, and is not told', async key => {
  await using model = await serveModel(allows)
  await using guardrail = await serveGuardrail(findsNothing)
  const judge = createBoth(model.baseUrl, guardrail.url, { [model.baseUrl]: key })
  await expect(judge([name])).rejects.toMatchObject({
    message: 'model-judge has no API key of printable ASCII: store one in its secret',
    cause: undefined,
  })
  expect(model.requests).toEqual([])
})
