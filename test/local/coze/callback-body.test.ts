import { expect, test } from '@jest/globals'
import { writeCallbackBody } from '../../../local/coze/callback-body.ts'

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

test('ids above 2^53 go out as exact JSON numbers under the names of the table', () => {
  expect(writeCallbackBody(publish)).toBe(
    '{"header":{"event_type":"bot.published","event_id":"evt-1","created_at":1749038258245,"connector_id":7423989367674212345},' +
      '"event":{"user_id_str":1234567890123456789,"bot_id_str":7486758484001234567,"bot_name":"天气助手 \\"9\\""}}',
  )
})

test('ids go out as strings under the names of the samples', () => {
  expect(writeCallbackBody(publish, { ids: 'strings', names: 'bot_id' })).toBe(
    '{"header":{"event_type":"bot.published","event_id":"evt-1","created_at":1749038258245,"connector_id":"7423989367674212345"},' +
      '"event":{"user_id":"1234567890123456789","bot_id":"7486758484001234567","bot_name":"天气助手 \\"9\\""}}',
  )
})

test('a departure never has the names of the table', () => {
  expect(writeCallbackBody(departure)).toBe(
    '{"header":{"event_type":"bot.deleted","event_id":"evt-2","created_at":1749038258245},' +
      '"event":{"bot_id":7486758484001234567}}',
  )
})

test('an empty account id stays an empty string', () => {
  const header = { ...departure.header, coze_account_id: '' }
  expect(writeCallbackBody({ header, event: {} })).toContain('"coze_account_id":""')
})

test('a name that looks like an id stays a name', () => {
  const event = { bot_name: '7486758484001234567' }
  expect(writeCallbackBody({ ...departure, event })).toContain('"bot_name":"7486758484001234567"')
})
