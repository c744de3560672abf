import { expect, test } from '@jest/globals'
import { limitFor, sendCallback } from '../../../local/coze/send-callback.ts'
import { writeCallback } from '../../../local/coze/write-callback.ts'
import { empty, inReview, startTinyChannel } from './start-for-test.ts'

const challenge = {
  header: { event_type: 'url_verification', event_id: 'evt-1', created_at: 1749038258245 },
  event: { challenge: '天气' },
}
const sent = writeCallback(challenge, { token: 'verify-token-for-tests', nonce: 'f0b1c2d3' })

test('a publish may take 10 s, anything else 3 s', () => {
  const publish = { header: { ...challenge.header, event_type: 'bot.published' }, event: {} }
  expect(limitFor(publish)).toBe(10_000)
  expect(limitFor(challenge)).toBe(3_000)
})

test('the bytes and the headers arrive as they were signed', async () => {
  const channel = await startTinyChannel([empty])
  await sendCallback(channel.url, sent, 3000)
  expect(channel.received).toEqual([
    {
      body: '{"header":{"event_type":"url_verification","event_id":"evt-1","created_at":1749038258245},"event":{"challenge":"天气"}}',
      headers: expect.objectContaining({
        'content-type': 'application/json',
        'x-coze-timestamp': '1749038258245',
        'x-coze-nonce': 'f0b1c2d3',
        'x-coze-signature': expect.stringMatching(/^[0-9a-f]{40}$/),
      }),
    },
  ])
})

test('an answer is told with its status and its JSON', async () => {
  const channel = await startTinyChannel([inReview])
  expect(await sendCallback(channel.url, sent, 3000)).toEqual({
    outcome: 'answered',
    status: 200,
    answer: { audit: { audit_status: 1 } },
    tookMs: expect.any(Number),
  })
})

test('an answer that is no JSON is told as text', async () => {
  const channel = await startTinyChannel([{ status: 502, body: 'Bad Gateway' }])
  expect(await sendCallback(channel.url, sent, 3000)).toMatchObject({ status: 502, answer: 'Bad Gateway' })
})

test('a redirection is an answer like any other and is not followed', async () => {
  const elsewhere = await startTinyChannel([inReview])
  const channel = await startTinyChannel([{ status: 307, body: '', headers: { location: elsewhere.url } }])
  expect(await sendCallback(channel.url, sent, 3000)).toMatchObject({ outcome: 'answered', status: 307 })
  expect(elsewhere.received).toEqual([])
})

test('an answer after the limit is too late', async () => {
  const channel = await startTinyChannel(['hang'])
  expect(await sendCallback(channel.url, sent, 50)).toMatchObject({ outcome: 'failed', why: 'too late' })
})

test('a destroyed connection is a lost one', async () => {
  const channel = await startTinyChannel(['drop'])
  expect(await sendCallback(channel.url, sent, 3000)).toMatchObject({
    outcome: 'failed',
    why: 'connection lost',
  })
})

test('a port where nobody is says that nothing listens', async () => {
  const channel = await startTinyChannel([empty])
  await channel.close()
  expect(await sendCallback(channel.url, sent, 3000)).toMatchObject({
    outcome: 'failed',
    why: 'nothing listens',
  })
})

test('a sending can be stopped', async () => {
  const channel = await startTinyChannel(['hang'])
  const stop = new AbortController()
  const sending = sendCallback(channel.url, sent, 3000, stop.signal)
  stop.abort()
  expect(await sending).toMatchObject({ outcome: 'failed', why: 'stopped' })
})
