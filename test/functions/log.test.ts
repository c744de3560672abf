import { expect, test } from '@jest/globals'
import { CozeError } from '../../functions/coze/errors.ts'
import { describeError, Fault } from '../../functions/log.ts'

test('the message of a stranger is left out, for it may quote what it failed on', () => {
  const stranger = (() => {
    try {
      return JSON.parse('the words of a user')
    } catch (error) {
      return error
    }
  })()
  expect(JSON.stringify(describeError(stranger))).not.toContain('words of a user')
  expect(describeError(stranger)).toMatchObject({ error: 'SyntaxError' })
})

test('our own messages are kept', () => {
  expect(describeError(new Fault('store a token'))).toMatchObject({
    error: 'Fault',
    message: 'store a token',
  })
  expect(describeError(new CozeError({ call: 'reporting', httpStatus: 403 })).message).toContain('HTTP 403')
})

test('what AWS says of a request is kept, with the id of the request', () => {
  const error = Object.assign(new Error('Requested resource not found'), {
    name: 'ResourceNotFoundException',
    $fault: 'client',
    $metadata: { requestId: 'aws-1' },
  })
  expect(describeError(error)).toMatchObject({
    error: 'ResourceNotFoundException',
    message: 'Requested resource not found',
    requestId: 'aws-1',
  })
})

test('what the client of AWS says of an answer it could not read is left out', () => {
  const error = Object.assign(new SyntaxError('Unexpected token in "a secret"'), { $metadata: {} })
  expect(JSON.stringify(describeError(error))).not.toContain('a secret')
})

test('a message that looks like a stack is not taken for one', () => {
  const { at } = describeError(new Error('first line\n    at 用户说的话'))
  expect(at).toMatch(/^at .*log\.test\.ts/)
})

test('a connection error says its code', () => {
  const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })
  expect(describeError(error)).toMatchObject({ error: 'Error', code: 'ECONNREFUSED' })
})

test('anything can be thrown', () => {
  expect(describeError('text')).toEqual({ error: 'string' })
  expect(describeError(undefined)).toEqual({ error: 'undefined' })
})
