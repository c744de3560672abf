import { expect, test } from '@jest/globals'
import { decodeTask, encodeTask } from '../../../functions/task/task.ts'

const task = {
  kind: 'publish',
  connectorId: '7423989367674212345',
  botId: '7486758484001234567',
  eventId: 'evt-0001',
  eventTime: 1749038258245,
} as const
const letter =
  '{"taskVersion":1,"kind":"publish","connectorId":"7423989367674212345","botId":"7486758484001234567","eventId":"evt-0001","eventTime":1749038258245}'

test('a letter holds ids only, in ASCII', () => {
  expect(encodeTask(task)).toBe(letter)
})

test('a letter with more in it writes only the ids', () => {
  const submission = { ...task, name: '天气助手', description: '🤖' }
  expect(encodeTask(submission)).toBe(letter)
})

test('a letter is read again', () => {
  expect(decodeTask(letter)).toMatchObject(task)
})

test.each([
  ['no JSON', '{'],
  ['of a version to come', letter.replace('"taskVersion":1', '"taskVersion":2')],
  ['of an unknown kind', letter.replace('publish', 'bury')],
  ['with a bot id that is a path', letter.replace('7486758484001234567', '../1')],
  ['empty', ''],
])('a letter that is %s is unreadable, not an error', (_what, text) => {
  expect(decodeTask(text)).toBeUndefined()
})
