import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { signCallback, verifyCallback } from '../../../functions/coze/signature.ts'
import { vectors } from '../../vectors/vectors.ts'

const token = 'verify-token-for-tests'
const body = Buffer.from('{"bot_name":"天气助手"}')
/** printf '%s' '1749038258245f0b1c2d3verify-token-for-tests{"bot_name":"天气助手"}' | sha1sum */
const signature = 'a486f7ffc716dec400b4ef7733bdf69d8573b9c0'
const headers = {
  'x-coze-timestamp': '1749038258245',
  'x-coze-nonce': 'f0b1c2d3',
  'x-coze-signature': signature,
}

test.each(vectors)('the signature of a worked example is found again: $name', vector => {
  const parts = { timestamp: vector.timestamp, nonce: vector.nonce, body: Buffer.from(vector.body) }
  expect(signCallback(parts, vector.token)).toBe(vector.signature)
})

test('a callback signed with the current token is genuine', () => {
  expect(verifyCallback(headers, body, [token])).toBe('genuine')
})

test('a callback signed with the previous token is genuine as long as that token is listed', () => {
  expect(verifyCallback(headers, body, ['newer-token', token])).toBe('genuine')
})

test('a callback signed with a retired token is refused', () => {
  expect(verifyCallback(headers, body, ['newer-token'])).toBe('wrong-signature')
})

test('no token lets nobody in', () => {
  expect(verifyCallback(headers, body, [])).toBe('wrong-signature')
})

test.each(['x-coze-timestamp', 'x-coze-nonce', 'x-coze-signature'])(
  'a callback without %s is unsigned',
  name => {
    expect(verifyCallback({ ...headers, [name]: undefined }, body, [token])).toBe('unsigned')
  },
)

test.each([
  ['empty', ''],
  ['too short', signature.slice(1)],
  ['too long', `${signature}0`],
  ['upper case', signature.toUpperCase()],
  ['not hex', `g${signature.slice(1)}`],
])('a signature that is %s is malformed', (_how, claimed) => {
  expect(verifyCallback({ ...headers, 'x-coze-signature': claimed }, body, [token])).toBe(
    'malformed-signature',
  )
})

test('one changed byte of the body, wherever it is, is refused', () => {
  fc.assert(
    fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
      const changed = Buffer.from(body)
      changed[index] = (changed[index] ?? 0) ^ mask
      expect(verifyCallback(headers, changed, [token])).toBe('wrong-signature')
    }),
  )
})

test('the bytes are signed, not their text: a body that is no UTF-8 verifies too', () => {
  // printf '1n\x74\xff\xfe' | sha1sum
  const hash = '4b598e790a5f24ce0b225e8aaade6652eddf89ce'
  const raw = { 'x-coze-timestamp': '1', 'x-coze-nonce': 'n', 'x-coze-signature': hash }
  expect(verifyCallback(raw, Buffer.from([0xff, 0xfe]), ['t'])).toBe('genuine')
})
