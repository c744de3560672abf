import { expect, test } from '@jest/globals'
import { exportPKCS8, exportSPKI, generateKeyPair, importSPKI, jwtVerify } from 'jose'
import { createAccessTokenSource } from '../../../functions/coze/access-token.ts'
import { type Credentials, parseCredentials } from '../../../functions/coze/credentials.ts'

const keys = await generateKeyPair('RS256', { extractable: true })
const app: Credentials = {
  kind: 'oauth-app',
  clientId: '1234567890',
  privateKey: await exportPKCS8(keys.privateKey),
  publicKeyId: 'fingerprint',
}
const publicKey = await importSPKI(await exportSPKI(keys.publicKey), 'RS256')

/** A source over a clock and an exchange that the test moves by hand. */
function createSource({ credentials = app }: { credentials?: Credentials } = {}) {
  const state = { nowMs: 1_790_000_000_000, credentials, jwts: [] as string[] }
  const getAccessToken = createAccessTokenSource({
    readCredentials: async () => state.credentials,
    exchange: async (jwt, durationSeconds) => {
      const accessToken = `token-${state.jwts.push(jwt)}`
      return { accessToken, expiresAtMs: state.nowMs + durationSeconds * 1000 }
    },
    audience: 'api.coze.cn',
    now: () => state.nowMs,
  })
  return { state, getAccessToken }
}

test('a stored access token is used as it is', async () => {
  const { getAccessToken } = createSource({ credentials: { kind: 'access-token', accessToken: 'pat' } })
  expect(await getAccessToken()).toBe('pat')
})

test('the JWT says who asks, for which API, for how long, and is unlike any other', async () => {
  const { state, getAccessToken } = createSource()
  await getAccessToken()
  const { protectedHeader, payload } = await jwtVerify(state.jwts[0] ?? '', publicKey, {
    currentDate: new Date(state.nowMs),
  })
  expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'fingerprint' })
  expect(payload).toMatchObject({
    iss: '1234567890',
    aud: 'api.coze.cn',
    iat: 1_790_000_000,
    exp: 1_790_000_600,
  })
  expect(payload.jti?.length).toBeGreaterThanOrEqual(32)
})

test('an issued token is kept until shortly before it expires', async () => {
  const { state, getAccessToken } = createSource()
  expect(await getAccessToken()).toBe('token-1')
  state.nowMs += 3_539_000
  expect(await getAccessToken()).toBe('token-1')
  state.nowMs += 2_000
  expect(await getAccessToken()).toBe('token-2')
})

test('a refused token is replaced, with a JWT that was not used before', async () => {
  const { state, getAccessToken } = createSource()
  const refused = await getAccessToken()
  expect(await getAccessToken({ refused })).toBe('token-2')
  expect(state.jwts[0]).not.toBe(state.jwts[1])
})

test('a token that somebody else has replaced meanwhile is not replaced again', async () => {
  const { getAccessToken } = createSource()
  await getAccessToken()
  expect(await getAccessToken({ refused: 'an older one' })).toBe('token-1')
})

test('credentials with another key make a new token', async () => {
  const { state, getAccessToken } = createSource()
  await getAccessToken()
  state.credentials = { ...app, publicKeyId: 'rotated' }
  expect(await getAccessToken()).toBe('token-2')
})

test('the console download is read as it comes', async () => {
  const download = {
    client_type: 'jwt',
    client_id: '1234567890',
    coze_www_base: 'https://www.coze.cn',
    coze_api_base: 'https://api.coze.cn',
    private_key: app.kind === 'oauth-app' ? app.privateKey : '',
    public_key_id: 'fingerprint',
  }
  expect(parseCredentials(JSON.stringify(download))).toEqual(app)
})

test.each([
  ['nothing', ''],
  ['no JSON', 'pat_123'],
  ['an empty token', '{"access_token":""}'],
  ['a key that is none', '{"client_type":"jwt","client_id":"1","private_key":"x","public_key_id":"k"}'],
])('credentials that are %s are refused without being quoted', (_what, secret) => {
  expect(() => parseCredentials(secret)).toThrow(
    new Error('the secret is neither {"access_token":"..."} nor the coze_oauth_config.json of the OAuth app'),
  )
})
