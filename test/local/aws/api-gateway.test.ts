import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { startApiGateway } from '../../../local/aws/api-gateway.ts'
import type { InvokeResult } from '../../../local/aws/lambda/execution-environment.ts'

const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

type Invoke = (event: unknown) => Promise<InvokeResult>

async function start(invoke: Invoke, timeoutMs = 30_000) {
  const api = await startApiGateway()
  cleanUps.push(api.close)
  api.serve([{ key: 'POST /callback', method: 'POST', path: '/callback', timeoutMs, invoke }])
  return `${api.url}/callback`
}

const succeedWith = (payload: unknown) => async () => ({ outcome: 'success', payload }) as const

/** Posts to a function that answers with the event it got. */
async function postToEcho(headers: Record<string, string>, body: string | Buffer) {
  const url = await start(async event => ({
    outcome: 'success',
    payload: { statusCode: 200, body: JSON.stringify(event) },
  }))
  const response = await fetch(url, { method: 'POST', headers, body })
  return response.json()
}

const json = { 'content-type': 'application/json; charset=utf-8' }
const chinese = '{"event":"发布","bot_id":7123456789012345678}'

test('a JSON body comes as the text that it is', async () => {
  const event = await postToEcho(json, chinese)
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'POST /callback',
    rawPath: '/callback',
    rawQueryString: '',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    requestContext: {
      accountId: '000000000000',
      http: { method: 'POST', path: '/callback', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      routeKey: 'POST /callback',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    body: chinese,
    isBase64Encoded: false,
  })
})

test.each([
  [
    'Chinese of no known kind',
    { 'content-type': 'application/octet-stream' },
    Buffer.from(chinese),
    'eyJldmVudCI6IuWPkeW4gyIsImJvdF9pZCI6NzEyMzQ1Njc4OTAxMjM0NTY3OH0=',
  ],
  ['JSON that is not UTF-8', json, Buffer.from([0x22, 0xb0, 0xe2, 0x22]), 'IrDiIg=='],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, Buffer.from('a=b'), 'YT1i'],
] as const)('%s comes as base64', async (_what, headers, sent, body) => {
  expect(await postToEcho(headers, sent)).toMatchObject({ body, isBase64Encoded: true })
})

test('a request without a body has none', async () => {
  const event = await postToEcho({}, '')
  expect(event).not.toHaveProperty('body')
  expect(event).toHaveProperty('isBase64Encoded', false)
})

test('headers are lower-case, and those that come twice are joined, as is the query', async () => {
  const events: unknown[] = []
  const url = await start(async event => ({ outcome: 'success', payload: events.push(event) }))
  const lines = [
    'POST /callback?a=1&b=%E6%89%A3&a=2 HTTP/1.1',
    'Host: x',
    'X-Sign: one',
    'x-sign: two',
    'Cookie: a=1; b=2',
  ]
  expect(await speak(url, [...lines, 'Content-Length: 0', 'Connection: close', '', ''])).toContain(
    'HTTP/1.1 200 OK',
  )
  expect(events).toMatchObject([
    {
      rawQueryString: 'a=1&b=%E6%89%A3&a=2',
      queryStringParameters: { a: '1,2', b: '扣' },
      headers: { host: 'x', 'x-sign': 'one,two' },
      cookies: ['a=1', 'b=2'],
    },
  ])
})

test('an answer has the status, the headers, the cookies and the body that the function gave', async () => {
  const payload = {
    statusCode: 201,
    headers: { 'X-Count': 3, 'Content-Type': 'application/json' },
    cookies: ['a=1', 'b=2'],
    body: 'eyJhdWRpdCI6IuWuoeaguCJ9',
    isBase64Encoded: true,
  }
  const response = await fetch(await start(succeedWith(payload)), { method: 'POST' })
  expect(response.status).toBe(201)
  expect(response.headers.get('x-count')).toBe('3')
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(await response.text()).toBe('{"audit":"审核"}')
})

test('an answer without a status is the body', async () => {
  const response = await fetch(await start(succeedWith({ audit: '审核' })), { method: 'POST' })
  expect([response.status, await response.json()]).toEqual([200, { audit: '审核' }])
})

test.each([
  ['an error', async () => ({ outcome: 'error', errorType: 'Error', errorMessage: 'secret' }) as const],
  ['a status that is none', succeedWith({ statusCode: 'many' })],
  ['a body that is no text', succeedWith({ statusCode: 200, body: { audit: 1 } })],
  ['a header that cannot be sent', succeedWith({ statusCode: 200, headers: { 'x-broken': 'one\ntwo' } })],
])('after %s of the function the client learns nothing but 500', async (_what, invoke) => {
  const response = await fetch(await start(invoke), { method: 'POST' })
  expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }])
})

test('a function that is too late is answered for', async () => {
  const { promise, resolve } = Promise.withResolvers<InvokeResult>()
  const response = await fetch(await start(() => promise, 50), { method: 'POST' })
  expect([response.status, await response.json()]).toEqual([503, { message: 'Service Unavailable' }])
  resolve({ outcome: 'success', payload: {} })
})

test.each([
  ['another path', 'POST', '/callback/'],
  ['another method', 'GET', '/callback'],
])('%s is not found', async (_what, method, path) => {
  const url = await start(succeedWith({}))
  const response = await fetch(new URL(path, url), { method })
  expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }])
})

test('10 MB are taken, and one byte more is refused', async () => {
  const url = await start(succeedWith({ statusCode: 204 }))
  const limit = 10 * 1024 * 1024
  expect(await fetch(url, { method: 'POST', body: Buffer.alloc(limit) })).toHaveProperty('status', 204)
  const response = await fetch(url, { method: 'POST', body: Buffer.alloc(limit + 1) })
  expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }])
})

const broken: [string, string[]][] = [
  ['nonsense', ['扣子', '', '']],
  ['an upload that breaks off', ['POST /callback HTTP/1.1', 'Host: x', 'Content-Length: 100', '', 'half']],
  [
    'a chunk of no known length',
    ['POST /callback HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked', '', 'zz', ''],
  ],
  [
    'a target that is no path',
    ['POST http:// HTTP/1.1', 'Host: x', 'Content-Length: 0', 'Connection: close', '', ''],
  ],
]
test.each(broken)('%s does no harm to the next request', async (_what, lines) => {
  const url = await start(succeedWith({ statusCode: 204 }))
  await speak(url, lines)
  expect(await fetch(url, { method: 'POST' })).toHaveProperty('status', 204)
})

test('a client that does not wait for the answer does no harm', async () => {
  const arrived = Promise.withResolvers<void>()
  const { promise, resolve } = Promise.withResolvers<InvokeResult>()
  const url = await start(() => {
    arrived.resolve()
    return promise
  })
  const leaving = new AbortController()
  const gone = expect(fetch(url, { method: 'POST', signal: leaving.signal })).rejects.toThrow('aborted')
  await arrived.promise
  leaving.abort()
  await gone
  resolve({ outcome: 'success', payload: { statusCode: 204 } })
  expect(await fetch(url, { method: 'POST' })).toHaveProperty('status', 204)
})

test('a client that sends slowly is waited for, while others are served', async () => {
  const url = await start(succeedWith({ statusCode: 204 }))
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write('POST /callback HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\nha')
  expect(await fetch(url, { method: 'POST' })).toHaveProperty('status', 204)
  socket.write('lf')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toContain('204 No Content')
})

/** Says exactly these lines and then nothing more. */
async function speak(url: string, lines: string[]): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.end(lines.join('\r\n'))
  let heard = ''
  for await (const data of socket) heard += data
  return heard
}

test('a document is shown on its path, to GET only, and behind the routes', async () => {
  const api = await startApiGateway()
  cleanUps.push(api.close)
  const invoke = succeedWith({ statusCode: 200, body: 'the route' })
  api.serve([{ key: 'GET /taken', method: 'GET', path: '/taken', timeoutMs: 30_000, invoke }])
  api.showDocument('/.local/thing', { 名称: '渠道' })
  api.showDocument('/taken', 'the document')
  expect(await (await fetch(`${api.url}/.local/thing`)).json()).toEqual({ 名称: '渠道' })
  expect((await fetch(`${api.url}/.local/thing`, { method: 'POST' })).status).toBe(404)
  expect(await (await fetch(`${api.url}/taken`)).text()).toBe('the route')
})
