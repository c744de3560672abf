import { afterAll, expect, test } from '@jest/globals'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { createApiGatewayHandler } from '../../../functions/callback/api-gateway.ts'
import type { Log } from '../../../functions/log.ts'
import { vectors } from '../../vectors/vectors.ts'
import { openDoor } from './open-door.ts'

const door = await openDoor()
afterAll(door.close)
const silent: Log = { info() {}, warn() {}, error() {} }
const handle = createApiGatewayHandler(request => door.receive(request), silent)

function createEvent(headers: Record<string, string>, body: string, isBase64Encoded: boolean) {
  return {
    version: '2.0',
    routeKey: 'POST /callback',
    rawPath: '/callback',
    rawQueryString: '',
    headers,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.localhost',
      domainPrefix: 'api',
      http: { method: 'POST', path: '/callback', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      requestId: 'request-1',
      routeKey: 'POST /callback',
      stage: '$default',
      time: '01/Nov/2026:10:00:00 +0000',
      timeEpoch: 1_790_000_000_000,
    },
    body,
    isBase64Encoded,
  } satisfies APIGatewayProxyEventV2
}

const plain = (body: string) => ({ body, isBase64Encoded: false })
const base64 = (body: string) => ({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true })
const defaultAnswers: Record<string, unknown> = { 'channel publish': { audit: { audit_status: 1 } } }

test.each(
  vectors.flatMap(vector => [
    { ...vector, how: 'plain', encode: plain },
    { ...vector, how: 'base64', encode: base64 },
  ]),
)('a worked example is answered as documented, $how: $name', async vector => {
  const headers = {
    'x-coze-timestamp': vector.timestamp,
    'x-coze-nonce': vector.nonce,
    'x-coze-signature': vector.signature,
  }
  const { body, isBase64Encoded } = vector.encode(vector.body)
  const result = await handle(createEvent(headers, body, isBase64Encoded))
  expect(result.statusCode).toBe(200)
  expect(result.headers?.['content-type']).toContain('application/json')
  const answer = vector.expect.answer ?? defaultAnswers[vector.expect.kind] ?? {}
  expect(JSON.parse(result.body ?? '')).toEqual(answer)
})

test('header names are found in any case', async () => {
  const [vector] = vectors
  const headers = {
    'X-Coze-Timestamp': vector?.timestamp ?? '',
    'X-COZE-NONCE': vector?.nonce ?? '',
    'x-coze-Signature': vector?.signature ?? '',
  }
  expect((await handle(createEvent(headers, vector?.body ?? '', false))).statusCode).toBe(200)
})

test('what hangs is answered with 503 before Coze stops waiting', async () => {
  const hanging = createApiGatewayHandler(() => new Promise(() => {}), silent, 20)
  expect(await hanging(createEvent({}, '', false))).toMatchObject({ statusCode: 503 })
})

test('whatever breaks is answered with 503, so that Coze sends again', async () => {
  const broken = createApiGatewayHandler(async () => {
    throw new Error('table down')
  }, silent)
  expect(await broken(createEvent({}, '', false))).toMatchObject({ statusCode: 503 })
})
