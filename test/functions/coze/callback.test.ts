import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { parseCallback, parseUnsignedChallenge } from '../../../functions/coze/callback.ts'
import { type Vector, vectors } from '../../vectors/vectors.ts'

const kinds: Record<string, string> = {
  'channel publish': 'publish',
  'normal publish': 'acknowledge-only',
  'channel unpublish': 'withdrawal',
  'channel delete': 'withdrawal',
  'acknowledge only': 'acknowledge-only',
  challenge: 'challenge',
}

const parse = (body: string) => parseCallback(Buffer.from(body), '1749038258245')

function publishBody({ header = {}, event = {} }: { header?: object; event?: object } = {}): string {
  return JSON.stringify({
    header: { event_type: 'bot.published', event_id: 'evt', created_at: 1, connector_id: '7', ...header },
    event: { bot_id: '42', bot_name: '天气助手', description: '查询天气', version: '1', ...event },
  })
}

test.each(vectors)('a worked example is read as what it is: $name', ({ body, expect: expected }: Vector) => {
  const callback = parse(body)
  expect(callback.kind).toBe(kinds[expected.kind])
  if (callback.kind !== 'publish' && callback.kind !== 'withdrawal') return
  expect(callback.botId).toBe(expected.bot_id)
  if (expected.event_id !== undefined) expect(callback.eventId).toBe(expected.event_id)
  if (expected.connector_id !== undefined) expect(callback.connectorId).toBe(expected.connector_id)
  if (callback.kind === 'publish' && expected.user_id !== undefined)
    expect(callback.userId).toBe(expected.user_id)
})

test('a publish is read with all it says', () => {
  expect(parse(vectors[0]?.body ?? '')).toEqual({
    kind: 'publish',
    eventId: 'evt-0001',
    eventTime: 1749038258245,
    connectorId: '7423989367674212345',
    botId: '7486758484001234567',
    name: '天气助手',
    description: '查询天气',
    version: '1718609571001',
    userId: '1234567890123456789',
  })
})

test('escapes, emoji, null and a number for a text are read as the text they mean', () => {
  expect(parse(vectors[8]?.body ?? '')).toMatchObject({
    name: '天气 🌦 助手 🤖',
    description: '',
    version: '7',
  })
})

test('every int64 survives, as a number and as a string, under either name', () => {
  const int64 = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })
  fc.assert(
    fc.property(int64, fc.constantFrom('bot_id', 'bot_id_str'), fc.boolean(), (id, name, quoted) => {
      const literal = quoted ? `"${id}"` : `${id}`
      const body = publishBody({ event: { bot_id: undefined } }).replace(
        '"event":{',
        `"event":{"${name}":${literal},`,
      )
      expect(parse(body)).toMatchObject({ kind: 'publish', botId: id.toString() })
    }),
  )
})

test.each([
  ['a path', '1/../../2'],
  ['a minus sign', '-1'],
  ['21 digits', '123456789012345678901'],
  ['nothing', ''],
  ['a fraction', 1.5],
  ['an exponent', 1e30],
  ['an object', {}],
])('a bot id that is %s is not let through', (_what, botId) => {
  expect(parse(publishBody({ event: { bot_id: botId } }))).toMatchObject({ kind: 'unreadable' })
})

test('what cannot be read is named by its field, never by its value', () => {
  expect(parse(publishBody({ event: { bot_id: 'secret words' } }))).toEqual({
    kind: 'unreadable',
    problem: 'not as documented: event.bot_id',
  })
})

test.each([
  ['a space', 'a b'],
  ['Chinese', '事件'],
  ['129 characters', 'e'.repeat(129)],
  ['nothing', ''],
])('an event id that is %s could not travel through the queue and is not let through', (_what, eventId) => {
  expect(parse(publishBody({ header: { event_id: eventId } }))).toMatchObject({ kind: 'unreadable' })
})

test('without a creation time the signed time stamp orders the event', () => {
  expect(parse(publishBody({ header: { created_at: undefined } }))).toMatchObject({
    eventTime: 1749038258245,
  })
})

test('a creation time in seconds orders nothing: the signed time stamp does', () => {
  expect(parse(publishBody({ header: { created_at: 1749038258 } }))).toMatchObject({
    eventTime: 1749038258245,
  })
})

test('a new field breaks nothing', () => {
  expect(parse(publishBody({ header: { new: [1] }, event: { newer: { deep: true } } }))).toMatchObject({
    kind: 'publish',
  })
})

test('a text of another type is refused rather than left out of the review', () => {
  expect(parse(publishBody({ event: { description: ['hidden'] } }))).toMatchObject({ kind: 'unreadable' })
})

test('half a character is replaced, for no table would keep it', () => {
  const body = publishBody().replace('天气助手', '\\ud83c')
  expect(parse(body)).toMatchObject({ kind: 'publish', name: '\ufffd' })
})

test.each(['174903825824', '17490382582451', '', 'soon'])('a time stamp %j is no time', timestamp => {
  const body = publishBody({ header: { created_at: undefined } })
  expect(parseCallback(Buffer.from(body), timestamp)).toMatchObject({ kind: 'unreadable' })
})

test('an unpublish from another channel withdraws nothing here', () => {
  const body = publishBody({ header: { event_type: 'bot.unpublished' }, event: { connector_id: '8' } })
  expect(parse(body)).toMatchObject({ kind: 'acknowledge-only' })
})

test.each([
  ['nothing', Buffer.from('')],
  ['trailing bytes', Buffer.from(`${publishBody()}x`)],
  [
    'SHA-1 padding, as a length extension appends it',
    Buffer.concat([Buffer.from(publishBody()), Buffer.from([0x80, 0, 0])]),
  ],
  ['invalid UTF-8 in a text', Buffer.from(publishBody().replace('天气助手', 'é'), 'latin1')],
  ['a byte order mark', Buffer.from(`\uFEFF${publishBody()}`)],
  ['a comment', Buffer.from(`${publishBody()}//`)],
  ['single quotes', Buffer.from("{'header':{}}")],
  ['a list', Buffer.from('[]')],
  ['null', Buffer.from('null')],
  ['a hundred thousand brackets', Buffer.from('['.repeat(100_000) + ']'.repeat(100_000))],
])('a body that is %s is unreadable', (_what, body) => {
  expect(parseCallback(body, '1')).toMatchObject({ kind: 'unreadable' })
})

test('no bytes make the parse throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.json().map(Buffer.from)), body => {
      expect(parseCallback(body, '1').kind).toBeDefined()
    }),
  )
})

const challengeBody = (challenge: unknown) =>
  Buffer.from(JSON.stringify({ header: { event_type: 'url_verification' }, event: { challenge } }))

test('a challenge is found without a signature', () => {
  expect(parseUnsignedChallenge(challengeBody('988df7dc-2179'))).toEqual({
    kind: 'challenge',
    challenge: '988df7dc-2179',
  })
})

test.each([
  ['mark-up', '<script>'],
  ['257 characters', 'c'.repeat(257)],
  ['an object', {}],
  ['nothing', ''],
])('a challenge that is %s is not echoed', (_what, challenge) => {
  expect(parseUnsignedChallenge(challengeBody(challenge))).toBeUndefined()
})

test('no other event passes for a challenge', () => {
  expect(parseUnsignedChallenge(Buffer.from(publishBody({ event: { challenge: 'abc' } })))).toBeUndefined()
})
