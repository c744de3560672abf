import { expect, test } from '@jest/globals'
import { type Callback, type Spelling, signBody, writeCallback } from '../../../local/coze/write-callback.ts'
import { vectors } from '../../vectors/vectors.ts'

const publish = {
  header: {
    event_type: 'bot.published',
    event_id: 'evt-1',
    created_at: 1749038258245,
    connector_id: '7423989367674212345',
  },
  event: { user_id: '1234567890123456789', bot_id: '7486758484001234567', bot_name: '天气助手 "9"' },
}

const departure = {
  header: { event_type: 'bot.deleted', event_id: 'evt-2', created_at: 1749038258245 },
  event: { bot_id: '7486758484001234567' },
}

function write(callback: Callback, spelling?: Spelling): string {
  return writeCallback(callback, { token: 'verify-token-for-tests', ...(spelling && { spelling }) }).body
}

test('ids above 2^53 go out as exact JSON numbers under the names of the table', () => {
  expect(write(publish)).toBe(
    '{"header":{"event_type":"bot.published","event_id":"evt-1","created_at":1749038258245,"connector_id":7423989367674212345},' +
      '"event":{"user_id_str":1234567890123456789,"bot_id_str":7486758484001234567,"bot_name":"天气助手 \\"9\\""}}',
  )
})

test('ids go out as strings under the names of the samples', () => {
  expect(write(publish, { ids: 'strings', names: 'bot_id' })).toBe(
    '{"header":{"event_type":"bot.published","event_id":"evt-1","created_at":1749038258245,"connector_id":"7423989367674212345"},' +
      '"event":{"user_id":"1234567890123456789","bot_id":"7486758484001234567","bot_name":"天气助手 \\"9\\""}}',
  )
})

test('a departure never has the names of the table', () => {
  expect(write(departure)).toBe(
    '{"header":{"event_type":"bot.deleted","event_id":"evt-2","created_at":1749038258245},' +
      '"event":{"bot_id":7486758484001234567}}',
  )
})

test('an empty account id stays an empty string', () => {
  const header = { ...departure.header, coze_account_id: '' }
  expect(write({ header, event: {} })).toContain('"coze_account_id":""')
})

test('a name that looks like an id stays a name', () => {
  const event = { bot_name: '7486758484001234567' }
  expect(write({ ...departure, event })).toContain('"bot_name":"7486758484001234567"')
})

for (const { name, token, timestamp, nonce, body, signature } of vectors) {
  test(`the signature is that of the vector: ${name}`, () => {
    expect(signBody(token, timestamp, nonce, body)).toBe(signature)
  })
}

test('an unpublish is written byte for byte as the vector has it', () => {
  const unpublish = {
    header: {
      event_type: 'bot.unpublished',
      event_id: '76464a1a-eda7-48e9-b207-2db50392e60a-7509745929591717899',
      created_at: 1749038258245,
      connector_id: '7423989367674212345',
    },
    event: {
      bot_id: '7486758484001234567',
      connector_id: '7423989367674212345',
      bot_name: '天气助手',
      description: '查询天气',
    },
  }
  const { headers } = writeCallback(unpublish, {
    token: 'verify-token-for-tests',
    nonce: 'f0b1c2d3',
    spelling: { ids: 'strings', names: 'bot_id' },
  })
  expect(headers).toEqual({
    'Content-Type': 'application/json',
    'X-Coze-Timestamp': '1749038258245',
    'X-Coze-Nonce': 'f0b1c2d3',
    'X-Coze-Signature': '306deec371c436a50950c8663c9d6868d7039edf',
  })
})

test('without a nonce each writing has one of its own, and so another signature', () => {
  const first = writeCallback(departure, { token: 'verify-token-for-tests' })
  const second = writeCallback(departure, { token: 'verify-token-for-tests' })
  expect(first.headers['X-Coze-Nonce']).not.toBe(second.headers['X-Coze-Nonce'])
  expect(first.headers['X-Coze-Signature']).not.toBe(second.headers['X-Coze-Signature'])
})
