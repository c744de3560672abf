import { expect, test } from '@jest/globals'
import * as z from 'zod/mini'
import { moderatorSettings } from '../../../functions/moderators/settings.ts'

const judge = { kind: 'model-judge', baseUrl: 'https://ark.cn-beijing.volces.com/api/v3/', model: 'doubao' }
const guardrail = { kind: 'bedrock-guardrail', guardrailId: 'abc123', guardrailVersion: '1' }

test('what is left out has a default, and an address ends without a slash', () => {
  expect(z.parse(moderatorSettings, [judge, guardrail])).toEqual([
    {
      kind: 'model-judge',
      baseUrl: 'https://ark.cn-beijing.volces.com/api/v3',
      model: 'doubao',
      dialect: 'json',
      inputPrice: 0,
      outputPrice: 0,
      timeoutMs: 20_000,
      totalTimeoutMs: 45_000,
      maxChunks: 8,
    },
    {
      kind: 'bedrock-guardrail',
      guardrailId: 'abc123',
      guardrailVersion: '1',
      textUnitPrice: 0,
      timeoutMs: 20_000,
      totalTimeoutMs: 45_000,
      maxChunks: 8,
    },
  ])
})

test.each([
  ['an unknown kind', { kind: 'oracle' }],
  ['a misspelt setting', { ...judge, timeout: 5 }],
  ['no model', { ...judge, model: '' }],
  ['an address with an account', { ...judge, baseUrl: 'https://user:secret@host/v1' }],
  ['an address with a query', { ...judge, baseUrl: 'https://host/v1?key=secret' }],
  ['a file', { ...judge, baseUrl: 'file:///etc/passwd' }],
  ['no chunk at all', { ...judge, maxChunks: 0 }],
  ['a guardrail that is a path', { ...guardrail, guardrailId: '../model' }],
  ['a version that is none', { ...guardrail, guardrailVersion: 'latest' }],
])('%s is refused', (_mistake, settings) => {
  expect(z.safeParse(moderatorSettings, [settings]).success).toBe(false)
})
