import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { createAuthenticator } from '../../../functions/callback/authenticate.ts'
import type { Log } from '../../../functions/log.ts'

const log: Log = { info() {}, warn() {}, error() {} }
const body = Buffer.from('{"bot_name":"天气助手"}')

function signWith(token: string) {
  const signature = createHash('sha1').update(`1749038258245nonce${token}`).update(body).digest('hex')
  const headers = {
    'x-coze-timestamp': '1749038258245',
    'x-coze-nonce': 'nonce',
    'x-coze-signature': signature,
  }
  return { headers, body }
}

test('a token rotated since it was cached is read afresh', async () => {
  const authenticate = createAuthenticator(async options => [options?.refresh ? 'new' : 'old'], log)
  expect(await authenticate(signWith('new'))).toBe('genuine')
})

test('a signature that no token explains, cached or fresh, is wrong', async () => {
  const authenticate = createAuthenticator(async () => ['current', 'previous'], log)
  expect(await authenticate(signWith('retired'))).toBe('wrong-signature')
})

test('without tokens nothing can be verified, and the log says why', async () => {
  const events: string[] = []
  const authenticate = createAuthenticator(
    async () => {
      throw new Error('Secrets Manager down')
    },
    { ...log, error: event => void events.push(event) },
  )
  expect(await authenticate(signWith('any'))).toBe('unverifiable')
  expect(events).toEqual(['callback-tokens-unavailable'])
})
