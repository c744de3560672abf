import { expect, test } from '@jest/globals'
import { parseCallbackTokens } from '../../../functions/coze/callback-tokens.ts'

test('current and previous token are read', () => {
  expect(parseCallbackTokens('{"tokens":["current","previous"]}')).toEqual(['current', 'previous'])
})

test.each(['', 'token', '{}', '{"tokens":[]}', '{"tokens":[""]}', '{"tokens":["a"," "]}', '{"tokens":"a"}'])(
  '%j is refused without being quoted',
  secret => {
    expect(() => parseCallbackTokens(secret)).toThrow(
      new Error('the secret is not {"tokens":["..."]} with at least one token'),
    )
  },
)
