import { expect, test } from '@jest/globals'
import { findHandled } from '../../../../local/aws/event-source/batch-answer.ts'

const answers: [string, unknown, string[]][] = [
  ['nothing', null, ['one', 'two']],
  ['an empty object', {}, ['one', 'two']],
  ['an empty list', { batchItemFailures: [] }, ['one', 'two']],
  ['no list', { batchItemFailures: null }, ['one', 'two']],
  ['one failure', { batchItemFailures: [{ itemIdentifier: 'two' }] }, ['one']],
  ['a message of another batch', { batchItemFailures: [{ itemIdentifier: 'three' }] }, []],
  ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, []],
  ['an identifier that is null', { batchItemFailures: [{ itemIdentifier: null }] }, []],
  ['a misspelt key', { batchItemFailures: [{ messageId: 'one' }] }, []],
  ['a text', 'done', []],
]
test.each(answers)('after an answer of %s the right messages are done with', (_what, payload, handled) => {
  expect(findHandled(['one', 'two'], { outcome: 'success', payload }, true)).toEqual(handled)
})

test('without reports of failures any answer will do', () => {
  const payload = { batchItemFailures: [{ itemIdentifier: 'one' }] }
  expect(findHandled(['one'], { outcome: 'success', payload }, false)).toEqual(['one'])
})

test('after an error no message is done with', () => {
  const error = { outcome: 'error', errorType: 'Error', errorMessage: '' } as const
  expect(findHandled(['one'], error, true)).toEqual([])
  expect(findHandled(['one'], error, false)).toEqual([])
})
