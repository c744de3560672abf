import { expect, test } from '@jest/globals'
import { approved, broken, empty, inReview, startStandIn, startTinyChannel } from './start-for-test.ts'

const botId = '7486758484001234567'
const request = { botId, name: '天气助手', description: '查询天气' }
const atOnce = { times: 3, delayMs: 0, resigned: false }

test('a publish goes out as an event of the channel, signed, and its answer is shown', async () => {
  const channel = await startTinyChannel([inReview])
  const standIn = await startStandIn({ callbackUrl: channel.url, now: () => 1749038258245 })
  const publish = await standIn.publish({ ...request, eventId: 'evt-1', version: 'v1' })
  expect(publish).toMatchObject({
    eventId: 'evt-1',
    audit: { auditStatus: 1, reason: '' },
    answeredWell: true,
  })
  expect(channel.received.map(({ body }) => body)).toEqual([
    '{"header":{"event_type":"bot.published","event_id":"evt-1","created_at":1749038258245,"connector_id":7423989367674212345},' +
      '"event":{"user_id_str":1234567890123456789,"user_name":"小明","bot_id_str":7486758484001234567,' +
      '"bot_name":"天气助手","description":"查询天气","version":"v1"}}',
  ])
  expect(channel.received[0]?.headers).toMatchObject({ 'x-coze-timestamp': '1749038258245' })
  expect(standIn.bot(botId)?.state).toBe(1)
})

test('a rejection in the answer is shown with its reason', async () => {
  const rejected = { status: 200, body: '{"audit":{"audit_status":3,"reason":"涉嫌违规"}}' }
  const channel = await startTinyChannel([rejected])
  const standIn = await startStandIn({ callbackUrl: channel.url })
  await standIn.publish(request)
  expect(standIn.bot(botId)).toMatchObject({ state: 3, reason: '涉嫌违规' })
})

test('a publish whose answer has no audit fails and is sent again, the very same', async () => {
  const channel = await startTinyChannel([broken, empty, inReview])
  const standIn = await startStandIn({ callbackUrl: channel.url, resending: atOnce })
  const publish = await standIn.publish({ ...request, eventId: 'evt-1' })
  expect(publish.attempts).toHaveLength(3)
  const [first, second, third] = channel.received
  expect(second?.body).toBe(first?.body)
  expect(third?.headers['x-coze-signature']).toBe(first?.headers['x-coze-signature'])
  expect(standIn.bot(botId)?.history.map(({ state, reason, cause }) => ({ state, reason, cause }))).toEqual([
    { state: 'publishing', reason: '', cause: { by: 'publish', eventId: 'evt-1' } },
    { state: 'failed', reason: 'status 500', cause: { by: 'failure', eventId: 'evt-1' } },
    { state: 'failed', reason: 'no audit in the answer', cause: { by: 'failure', eventId: 'evt-1' } },
    { state: 1, reason: '', cause: { by: 'answer', eventId: 'evt-1' } },
  ])
})

test('a re-sending can be signed anew, with the same body', async () => {
  const channel = await startTinyChannel([broken, inReview])
  const resending = { ...atOnce, resigned: true }
  const standIn = await startStandIn({ callbackUrl: channel.url, resending, now: () => 2000 })
  await standIn.publish({ ...request, createdAt: 1000 })
  const [first, second] = channel.received
  expect(second?.body).toBe(first?.body)
  expect(first?.headers['x-coze-timestamp']).toBe('1000')
  expect(second?.headers['x-coze-timestamp']).toBe('2000')
  expect(second?.headers['x-coze-nonce']).not.toBe(first?.headers['x-coze-nonce'])
})

test('an answer that comes too late is sent for again', async () => {
  const channel = await startTinyChannel(['hang', inReview])
  const standIn = await startStandIn({ callbackUrl: channel.url, resending: atOnce, limitMs: 500 })
  const publish = await standIn.publish(request)
  expect(publish.attempts.map(({ result }) => result)).toEqual([
    { outcome: 'failed', why: 'too late', tookMs: expect.any(Number) },
    expect.objectContaining({ outcome: 'answered', status: 200 }),
  ])
})

test('after the last re-sending the publish stays failed', async () => {
  const channel = await startTinyChannel([broken])
  const standIn = await startStandIn({ callbackUrl: channel.url, resending: { ...atOnce, times: 2 } })
  const publish = await standIn.publish(request)
  expect(publish).toMatchObject({ answeredWell: false, audit: undefined })
  expect(channel.received).toHaveLength(3)
  expect(standIn.bot(botId)?.state).toBe('failed')
})

test('what was published can be sent again as it was', async () => {
  const channel = await startTinyChannel([inReview, approved])
  const standIn = await startStandIn({ callbackUrl: channel.url })
  const publish = await standIn.publish(request)
  const again = await standIn.publish(publish)
  expect(again.audit).toEqual({ auditStatus: 2, reason: '' })
  expect(channel.received[1]?.body).toBe(channel.received[0]?.body)
})

test('two publishes in the same millisecond are in order', async () => {
  const channel = await startTinyChannel([inReview])
  const standIn = await startStandIn({ callbackUrl: channel.url, now: () => 1000 })
  expect(await standIn.publish(request)).toMatchObject({ createdAt: 1000 })
  expect(await standIn.publish(request)).toMatchObject({ createdAt: 1001 })
})

test('ids and names can be spelled as in the samples', async () => {
  const channel = await startTinyChannel([inReview])
  const spelling = { ids: 'strings', names: 'bot_id' } as const
  const standIn = await startStandIn({ callbackUrl: channel.url, spelling })
  await standIn.publish(request)
  expect(channel.received[0]?.body).toContain('"bot_id":"7486758484001234567"')
})

test('the callback URL may change between two callbacks', async () => {
  const before = await startTinyChannel([inReview])
  const after = await startTinyChannel([inReview])
  const standIn = await startStandIn({ callbackUrl: before.url })
  const first = await standIn.publish({ ...request, createdAt: 1000 })
  standIn.setCallbackUrl(after.url)
  await standIn.publish(first)
  expect(after.received[0]?.body).toBe(before.received[0]?.body)
})

test('without a callback URL nothing is sent', async () => {
  const standIn = await startStandIn()
  await expect(standIn.publish(request)).rejects.toThrow('no callback URL')
})

test('an unpublish and a delete tell the bot and are content with an empty answer', async () => {
  const channel = await startTinyChannel([inReview, empty])
  const standIn = await startStandIn({ callbackUrl: channel.url })
  await standIn.publish(request)
  expect(await standIn.unpublish(botId)).toMatchObject({ answeredWell: true })
  expect(standIn.bot(botId)?.state).toBe('unpublished')
  expect(await standIn.delete(botId)).toMatchObject({ answeredWell: true })
  expect(standIn.bot(botId)?.state).toBe('deleted')
  const [, unpublished, deleted] = channel.received
  expect(unpublished?.body).toMatch(
    /"event_type":"bot.unpublished".*"event":{"bot_id":7486758484001234567,"connector_id":7423989367674212345,/,
  )
  expect(deleted?.body).toMatch(
    /"event_type":"bot.deleted".*"event":{"bot_id":7486758484001234567,"bot_name"/,
  )
})

test('a bot nobody published cannot leave', async () => {
  const standIn = await startStandIn({ callbackUrl: 'http://127.0.0.1:9/callback' })
  await expect(standIn.unpublish(botId)).rejects.toThrow('bot 7486758484001234567 was never published here')
})

test('a URL that does not echo the challenge is asked once and not accepted', async () => {
  const channel = await startTinyChannel([{ status: 200, body: '{"challenge":"another"}' }])
  const standIn = await startStandIn({ callbackUrl: channel.url, resending: atOnce })
  expect(await standIn.verifyUrl()).toMatchObject({ answeredWell: false })
  expect(channel.received).toHaveLength(1)
  expect(channel.received[0]?.headers).toHaveProperty('x-coze-signature')
})

test('a URL that echoes the challenge is accepted', async () => {
  const channel = await startTinyChannel([
    body => /"event":({"challenge":"[0-9a-f-]{36}"})}$/.exec(body)?.[1] ?? '',
  ])
  const standIn = await startStandIn({ callbackUrl: channel.url })
  expect(await standIn.verifyUrl()).toMatchObject({ answeredWell: true })
})

test('a challenge can go out unsigned', async () => {
  const channel = await startTinyChannel([empty])
  const standIn = await startStandIn({ callbackUrl: channel.url })
  await standIn.verifyUrl({ signed: false })
  expect(channel.received[0]?.headers).not.toHaveProperty('x-coze-signature')
  expect(channel.received[0]?.headers).toMatchObject({ 'content-type': 'application/json' })
})

test('closing ends the re-sending', async () => {
  const channel = await startTinyChannel([broken])
  const standIn = await startStandIn({
    callbackUrl: channel.url,
    resending: { times: 9, delayMs: 60_000, resigned: false },
  })
  const publishing = standIn.publish(request)
  await standIn.shown(botId, 'failed')
  await standIn.close()
  const { answeredWell, attempts } = await publishing
  expect(answeredWell).toBe(false)
  expect(attempts).toHaveLength(1)
})

test('a departure in the same millisecond is later than the publish', async () => {
  const channel = await startTinyChannel([inReview, empty])
  const standIn = await startStandIn({ callbackUrl: channel.url, now: () => 1000 })
  await standIn.publish(request)
  expect(await standIn.unpublish(botId)).toMatchObject({ callback: { header: { created_at: 1001 } } })
})
