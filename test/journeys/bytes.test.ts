import { createHash } from 'node:crypto'
import { afterAll, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { newBotId, openChannel } from './open-channel.ts'

// The bots of this file are invented on the way, and Coze would be asked for their profiles for ten minutes.
const { aws, coze, drained, close } = await openChannel({ context: { answerSeconds: 1, readProfile: false } })
afterAll(close)

const token = 'local-callback-token'
type Signed = { timestamp: string; nonce: string; signature: string; body: Uint8Array<ArrayBuffer> }

function sign(body: Uint8Array<ArrayBuffer>): Signed {
  const [timestamp, nonce] = ['1749038258245', 'f0b1c2d3']
  const signature = createHash('sha1').update(`${timestamp}${nonce}${token}`).update(body).digest('hex')
  return { timestamp, nonce, signature, body }
}

async function post({ timestamp, nonce, signature, body }: Signed): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'x-coze-timestamp': timestamp,
    'x-coze-nonce': nonce,
    'x-coze-signature': signature,
  }
  const response = await fetch(aws.callbackUrl, {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(10_000),
  })
  await response.arrayBuffer()
  return response.status
}

const bytes = fc.uint8Array({ maxLength: 2_000 }).map(array => new Uint8Array(array))
const text = fc.oneof(fc.json(), fc.string({ unit: 'binary' }))
const anyBody = fc.oneof(
  bytes,
  text.map(string => new TextEncoder().encode(string)),
)

test('any bytes, signed or not, are answered with 2xx or 4xx', async () => {
  await fc.assert(
    fc.asyncProperty(anyBody, fc.boolean(), async (body, isSigned) => {
      const signed = sign(body)
      const status = await post(isSigned ? signed : { ...signed, signature: '0'.repeat(40) })
      expect(status).toBeGreaterThanOrEqual(200)
      expect(status).toBeLessThan(500)
      if (!isSigned) expect(status).toBe(401)
    }),
    { numRuns: 300 },
  )
})

/** A callback in the documented form, with anything in the place of its values. */
const almostCallback = fc
  .record({
    header: fc.record(
      {
        event_type: fc.oneof(
          fc.constantFrom('bot.published', 'bot.unpublished', 'bot.deleted', 'url_verification'),
          fc.jsonValue(),
        ),
        event_id: fc.oneof(fc.stringMatching(/^[\x20-\x7f]{1,140}$/), fc.jsonValue()),
        created_at: fc.oneof(fc.nat(), fc.jsonValue()),
        connector_id: fc.oneof(fc.constantFrom('7', 7, ''), fc.jsonValue()),
      },
      { requiredKeys: ['event_type'] },
    ),
    event: fc.record(
      {
        bot_id: fc.oneof(fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String), fc.jsonValue()),
        bot_id_str: fc.jsonValue(),
        bot_name: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
        description: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
        version: fc.jsonValue(),
        challenge: fc.oneof(fc.string(), fc.jsonValue()),
      },
      { requiredKeys: [] },
    ),
  })
  .map(callback => new TextEncoder().encode(JSON.stringify(callback)))

test('whatever stands in a genuine callback, the answer is 2xx or 4xx, and every accepted publish ends', async () => {
  await fc.assert(
    fc.asyncProperty(almostCallback, async body => {
      expect([200, 400]).toContain(await post(sign(body)))
    }),
    { numRuns: 300 },
  )
  await drained()
})

test('one flipped byte, anywhere in a signed request, is refused', async () => {
  const body = new TextEncoder().encode(
    `{"header":{"event_type":"bot.published","event_id":"e","created_at":1,"connector_id":"7"},"event":{"bot_id":${newBotId()},"bot_name":"天气助手"}}`,
  )
  const signed = sign(body)
  expect(await post(signed)).toBe(200)

  const flips = (['timestamp', 'nonce', 'signature'] as const).flatMap(name =>
    Array.from(signed[name], (character, index) => ({
      ...signed,
      [name]: `${signed[name].slice(0, index)}${character === '1' ? '2' : '1'}${signed[name].slice(index + 1)}`,
    })),
  )
  const bodyFlips = Array.from(body, (byte, index) => {
    const flipped = new Uint8Array(body)
    flipped[index] = byte ^ (1 << (index % 8))
    return { ...signed, body: flipped }
  })
  for (const flipped of [...flips, ...bodyFlips]) expect(await post(flipped)).toBe(401)
})

test('a body too large is refused with 413', async () => {
  expect(await post(sign(new TextEncoder().encode(`"${'x'.repeat(300_000)}"`)))).toBe(413)
})

test('an id of any size up to 64 bits comes back in the path of the report', async () => {
  const ids = [1n, 2n ** 53n + 1n, 2n ** 63n - 1n]
  for (const id of ids)
    await coze.publish({ botId: id.toString(), name: '天气助手', description: '查询天气' })
  await drained()
  for (const id of ids) expect(coze.bot(id.toString())).toMatchObject({ state: 2 })
})
