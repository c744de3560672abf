import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { SignJWT } from 'jose'
import { z } from 'zod'
import type { CozeStandIn } from '../../../local/coze/coze-stand-in.ts'
import { startStandIn } from './start-for-test.ts'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const strangerKeys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const oauthApp = {
  clientId: '1234567890',
  keyId: 'fingerprint-of-the-key',
  publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
}
const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', duration_seconds: 900 }
const nowSeconds = 1_750_000_000

const issued = z.object({ access_token: z.string(), expires_in: z.number() })

function startWithApp(now = () => nowSeconds * 1000): Promise<CozeStandIn> {
  return startStandIn({ oauthApp, now })
}

type Fault = {
  payload?: Record<string, unknown>
  header?: Record<string, unknown>
  key?: typeof keys.privateKey
}

function signJwt(fault: Fault = {}): Promise<string> {
  const payload = {
    iss: '1234567890',
    aud: '127.0.0.1',
    iat: nowSeconds,
    exp: nowSeconds + 600,
    jti: randomUUID(),
    ...fault.payload,
  }
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'fingerprint-of-the-key', ...fault.header })
    .sign(fault.key ?? keys.privateKey)
}

function exchange(standIn: CozeStandIn, jwt: string, body: object = grant): Promise<Response> {
  return fetch(`${standIn.url}/api/permission/oauth2/token`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${jwt}` },
    body: JSON.stringify(body),
  })
}

async function reportWith(standIn: CozeStandIn, token: string): Promise<number> {
  const url = `${standIn.url}/v1/connectors/7423989367674212345/bots/7486758484001234567`
  const headers = { Authorization: `Bearer ${token}` }
  return (await fetch(url, { method: 'PUT', headers, body: '{"audit_status":2}' })).status
}

test('a right JWT gives a token that lasts until the second that is told', async () => {
  const standIn = await startWithApp()
  const response = await exchange(standIn, await signJwt())
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    access_token: expect.stringMatching(/^local_/),
    expires_in: 1_750_000_900,
    token_type: 'Bearer',
  })
})

test('the audience may be the host with its port', async () => {
  const standIn = await startWithApp()
  const response = await exchange(standIn, await signJwt({ payload: { aud: new URL(standIn.url).host } }))
  expect(response.status).toBe(200)
})

test('an issued token is accepted, and no longer when it has expired', async () => {
  let seconds = nowSeconds
  const standIn = await startWithApp(() => seconds * 1000)
  const { access_token } = issued.parse(await (await exchange(standIn, await signJwt())).json())
  expect(await reportWith(standIn, access_token)).toBe(200)
  seconds = 1_750_000_900
  expect(await reportWith(standIn, access_token)).toBe(401)
})

test('a JWT works once', async () => {
  const standIn = await startWithApp()
  const jwt = await signJwt()
  await exchange(standIn, jwt)
  const second = await exchange(standIn, jwt)
  expect(second.status).toBe(400)
  expect(await second.json()).toMatchObject({
    error_code: 'invalid_request',
    error_message: 'this JWT was used before',
  })
})

const faults: readonly (readonly [name: string, fault: Fault, errorMessage: string])[] = [
  ['another app', { payload: { iss: '99' } }, 'unexpected "iss" claim value'],
  ['another host', { payload: { aud: 'api.coze.com' } }, 'unexpected "aud" claim value'],
  ['an expiry in the past', { payload: { exp: 1_749_999_999 } }, '"exp" claim timestamp check failed'],
  ['no expiry', { payload: { exp: undefined } }, 'missing required "exp" claim'],
  ['no id', { payload: { jti: undefined } }, 'missing required "jti" claim'],
  ['no type', { header: { typ: undefined } }, 'unexpected "typ" JWT header value'],
  ['another key id', { header: { kid: 'other' } }, 'unexpected "kid"'],
  ['another algorithm', { header: { alg: 'RS512' } }, '"alg" (Algorithm) Header Parameter value not allowed'],
  ['the key of a stranger', { key: strangerKeys.privateKey }, 'signature verification failed'],
]

for (const [name, fault, errorMessage] of faults) {
  test(`a JWT with ${name} is refused`, async () => {
    const standIn = await startWithApp()
    const response = await exchange(standIn, await signJwt(fault))
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error_code: 'invalid_client', error_message: errorMessage })
  })
}

test('a JWT whose id has 31 characters is refused', async () => {
  const standIn = await startWithApp()
  const response = await exchange(standIn, await signJwt({ payload: { jti: 'x'.repeat(31) } }))
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error_code: 'invalid_request' })
})

test('something that is no JWT is refused', async () => {
  const standIn = await startWithApp()
  expect(await (await exchange(standIn, 'local-access-token')).json()).toMatchObject({
    error_code: 'invalid_client',
    error_message: 'Invalid Compact JWS',
  })
})

test('another grant is refused', async () => {
  const standIn = await startWithApp()
  const response = await exchange(standIn, await signJwt(), { ...grant, grant_type: 'refresh_token' })
  expect(await response.json()).toMatchObject({ error_code: 'unsupported_grant_type' })
})

test('a duration below 15 minutes is refused', async () => {
  const standIn = await startWithApp()
  const response = await exchange(standIn, await signJwt(), { ...grant, duration_seconds: 899 })
  expect(await response.json()).toMatchObject({ error_code: 'invalid_request' })
})

test('without an OAuth app there is no exchange', async () => {
  const standIn = await startStandIn()
  const response = await exchange(standIn, await signJwt())
  expect(await response.json()).toMatchObject({ error_code: 'invalid_client', error_message: 'no OAuth app' })
})
