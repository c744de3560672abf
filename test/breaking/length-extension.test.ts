import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { afterAll, expect, test } from '@jest/globals'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { createApiGatewayHandler } from '../../functions/callback/api-gateway.ts'
import { createAuthenticator } from '../../functions/callback/authenticate.ts'
import { openDoor } from '../functions/callback/open-door.ts'
import { extendDigest, padding } from './sha1.ts'

const door = await openDoor()
afterAll(door.close)

type Signed = { timestamp: string; nonce: string; body: Buffer; signature: string }
type Event = Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>

const timestamp = '1749038258245'
const nonce = 'f0b1c2d3'
const connector = '7423989367674212345'

/** What whoever takes the scheme at its word computes: the bytes in a row. */
function sha1(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha1')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

function sign(body: string | Buffer, token: string, ownNonce = nonce): Signed {
  const signature = sha1(timestamp, ownNonce, token, body)
  return { timestamp, nonce: ownNonce, body: Buffer.from(body), signature }
}

function publish(botId: string, header = `"created_at":${timestamp},`, description = '查询天气'): string {
  const head = `{"event_type":"bot.published","event_id":"evt-${botId}",${header}"connector_id":${connector}}`
  return `{"header":${head},"event":{"bot_id":${botId},"bot_name":"天气助手","description":"${description}"}}`
}

/** Made from what anybody on the way can see, and a guess. */
function forge({ body, signature, ...headers }: Signed, tokenBytes: number, suffix: string): Signed {
  const signedBytes = headers.timestamp.length + headers.nonce.length + tokenBytes + body.length
  const forged = Buffer.concat([body, padding(signedBytes), Buffer.from(suffix)])
  return { ...headers, body: forged, signature: extendDigest(signature, signedBytes, Buffer.from(suffix)) }
}

const base64 = (body: Buffer): Event => ({ body: body.toString('base64'), isBase64Encoded: true })
const plain = (body: Buffer): Event => ({ body: body.toString('utf8'), isBase64Encoded: false })
const latin1 = (body: Buffer): Event => ({ body: body.toString('latin1'), isBase64Encoded: false })

/** Shows it to the door as API Gateway would; gives the status, and why the log says it was refused. */
async function show(signed: Signed, tokens: readonly string[], encode = base64) {
  door.lines.length = 0
  const authenticate = createAuthenticator(async () => tokens, door.dependencies.log)
  const handle = createApiGatewayHandler(
    request => door.receive(request, { authenticate }),
    door.dependencies.log,
  )
  const headers = {
    'x-coze-timestamp': signed.timestamp,
    'x-coze-nonce': signed.nonce,
    'x-coze-signature': signed.signature,
  }
  const { statusCode, body = '' } = await handle(createEvent(headers, encode(signed.body)))
  return { status: statusCode, answer: JSON.parse(body), why: door.lines[0]?.facts?.refusal }
}

function createEvent(headers: Record<string, string>, event: Event): APIGatewayProxyEventV2 {
  const http = { method: 'POST', path: '/callback', protocol: 'HTTP/1.1', sourceIp: '', userAgent: '' }
  const place = { accountId: '0', apiId: 'api', domainName: '', domainPrefix: '', stage: '$default' }
  const requestContext = {
    ...place,
    http,
    requestId: 'r',
    routeKey: 'POST /callback',
    time: '',
    timeEpoch: 0,
  }
  const route = { version: '2.0', routeKey: 'POST /callback', rawPath: '/callback', rawQueryString: '' }
  return { ...route, headers, requestContext, ...event }
}

const refused = { status: 400, answer: { error: 'not a Coze callback' }, why: 'unreadable' }
const mismatch = { status: 401, answer: { error: 'signature does not match' }, why: 'wrong-signature' }
const inReview = { status: 200, answer: { audit: { audit_status: 1 } }, why: undefined }

const tokens = ['t', 'verify-token-for-tests', '令牌-with-words-of-three-bytes', 'k'.repeat(64)]
/** Every place in SHA-1's block of 64 bytes where a body can end. */
const descriptions = Array.from({ length: 64 }, (_, length) => 'x'.repeat(length))
const attack = publish('666')

test('the continued hash is SHA-1, as FIPS 180 has it', () => {
  // printf 'abc' | sha1sum, and of abc, its padding and "def"
  const digest = 'a9993e364706816aba3e25717850c26c9cd0d89d'
  expect(padding(3).toString('hex')).toBe(`80${'00'.repeat(59)}18`)
  expect(extendDigest(digest, 3, Buffer.from('def'))).toBe(sha1('abc', padding(3), 'def'))
})

test.each(tokens)(
  'what is appended without knowing the token %p bears its signature, and is refused as no JSON',
  async token => {
    for (const description of descriptions) {
      const genuine = sign(publish('1', '', description), token)
      const forged = forge(genuine, Buffer.byteLength(token), attack)
      expect(forged.signature).toBe(sha1(timestamp, nonce, token, forged.body))
      expect(await show(forged, [token])).toEqual(refused)
      expect(await show(forged, [token], plain)).toEqual(mismatch)
      expect(await show(forged, [token], latin1)).toEqual(mismatch)
    }
    expect(door.tasks).toEqual([])
  },
)

test('the length of the token is found by trying, and the try that is right is refused too', async () => {
  const [, token = ''] = tokens
  const genuine = sign(publish('1'), token)
  const statuses: Record<number, number | undefined> = {}
  for (let guess = 1; guess <= 64; guess++)
    statuses[guess] = (await show(forge(genuine, guess, attack), [token])).status
  expect(Object.entries(statuses).filter(([, status]) => status !== 401)).toEqual([['22', 400]])
})

test('an extended challenge is echoed neither with its signature nor without', async () => {
  const body = `{"header":{"event_type":"url_verification","event_id":"e"},"event":{"challenge":"c"}}`
  const forged = forge(sign(body, 'token'), 5, attack)
  expect(await show(forged, ['token'])).toEqual(refused)
  expect(await show({ ...forged, signature: '0'.repeat(40) }, ['token'])).toEqual(mismatch)
})

/** Bodies that Coze never signs: they end in the middle of a character, which the first byte of the padding completes. */
const halfCharacters = [
  ['U+0080', 'c2'],
  ['U+4E00', 'e4b8'],
  ['U+1F480', 'f09f92'],
] as const

test.each(halfCharacters)(
  'padding that is good UTF-8 (%s), and even within a string, is refused for its zeros',
  async (_character, hex) => {
    const forgeries = descriptions.flatMap(description => {
      const body = publish('1', '', description)
      // The attacker's best case: his suffix ends the string that the body left open.
      return [forgeBehind(body, hex, attack), forgeBehind(body.slice(0, -3), hex, '"}}')]
    })
    const readable = forgeries.filter(({ body }) => isUtf8(body))
    expect(readable.length).toBeGreaterThan(forgeries.length / 3)
    for (const forged of readable) {
      expect(forged.signature).toBe(sha1(timestamp, nonce, 'token', forged.body))
      expect(await show(forged, ['token'])).toEqual(refused)
      expect(await show(forged, ['token'], plain)).toEqual(refused)
    }
  },
)

function forgeBehind(body: string, hex: string, suffix: string): Signed {
  return forge(sign(Buffer.concat([Buffer.from(body), Buffer.from(hex, 'hex')]), 'token'), 5, suffix)
}

/** The signed bytes stay the same, while the border between two of their parts moves. */
function splitAt(signed: Signed, at: number): Signed {
  const digits = signed.timestamp + signed.nonce
  return { ...signed, timestamp: digits.slice(0, at), nonce: digits.slice(at) }
}

const borders = Array.from({ length: 13 + 8 + 1 }, (_, at) => at)

test('digits that move between timestamp and nonce neither move an event in time nor make another of it', async () => {
  const genuine = sign(publish('10'), 'token')
  expect(await show(genuine, ['token'])).toEqual(inReview)
  const key = { connectorId: connector, botId: '10', eventId: 'evt-10' }
  const before = [await door.reviews.find(key), await door.reviews.findNewest(key)]
  for (const at of borders) expect(await show(splitAt(genuine, at), ['token'])).toEqual(inReview)

  expect([await door.reviews.find(key), await door.reviews.findNewest(key)]).toEqual(before)
  const times = door.tasks.filter(({ botId }) => botId === '10').map(({ eventTime }) => eventTime)
  expect(new Set(times)).toEqual(new Set([1_749_038_258_245]))
})

test('where only the timestamp tells when it was, no other border makes a time of it', async () => {
  // A nonce of digits, which would make a later or an earlier time.
  const signed = sign(publish('11', ''), 'token', '99999999')
  for (const at of borders.filter(border => border !== 13))
    expect(await show(splitAt(signed, at), ['token'])).toEqual(refused)
  expect(door.tasks.filter(({ botId }) => botId === '11')).toEqual([])

  expect(await show(signed, ['token'])).toEqual(inReview)
  const newest = await door.reviews.findNewest({ connectorId: connector, botId: '11' })
  expect(newest).toMatchObject({ eventTime: 1_749_038_258_245 })
})

test('between nonce and body stands the token: what moves across it no longer matches', async () => {
  const genuine = sign(publish('12'), 'token')
  const text = genuine.body.toString()
  for (const count of [1, 2, 4, 8]) {
    const intoBody = { ...genuine, nonce: nonce.slice(0, -count), body: nonce.slice(-count) + text }
    const intoNonce = { ...genuine, nonce: nonce + text.slice(0, count), body: text.slice(count) }
    for (const { body, ...moved } of [intoBody, intoNonce])
      expect(await show({ ...moved, body: Buffer.from(body) }, ['token'])).toEqual(mismatch)
  }
})

/** Where the text of a token stands at two places of the signed bytes, two borders are right. */
const slides = [
  {
    token: 'a token that repeats itself',
    signed: ['f0ab', 'abab'],
    shown: ['f0', 'abab', 'ab'],
    answer: refused,
  },
  {
    token: 'a token that begins another',
    signed: ['f0', 'ab-cd'],
    shown: ['f0', 'ab', '-cd'],
    answer: refused,
  },
  {
    token: 'a token that ends another',
    signed: ['f0', 'cd-ab'],
    shown: ['f0cd-', 'ab', ''],
    answer: inReview,
  },
] as const

test.each(slides)('$token lets the border slide, but no other body in', async ({ signed, shown, answer }) => {
  const body = publish('13')
  const [slidNonce, current, before] = shown
  const signature = sha1(timestamp, ...signed, body)
  const slid = { timestamp, nonce: slidNonce, body: Buffer.from(before + body), signature }
  expect(signature).toBe(sha1(timestamp, ...shown, body))
  expect(await show(slid, [current])).toEqual(answer)
})
