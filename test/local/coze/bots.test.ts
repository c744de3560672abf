import { expect, test } from '@jest/globals'
import { createBots, type Published } from '../../../local/coze/bots.ts'

const botId = '7486758484001234567'
const first: Published = {
  botId,
  eventId: 'evt-1',
  createdAt: 1000,
  name: '天气助手',
  description: '查询天气',
  version: 'v1',
}
const second: Published = { ...first, eventId: 'evt-2', createdAt: 2000, version: 'v2' }
const inReview = { auditStatus: 1, reason: '' } as const
const approved = { auditStatus: 2, reason: '' } as const
const rejected = { auditStatus: 3, reason: '涉嫌违规' } as const

function startBots() {
  return createBots(
    () => 5000,
    () => {},
  )
}

test('a bot nobody published is not known', () => {
  const bots = startBots()
  expect(bots.find(botId)).toBeUndefined()
  expect(bots.takeReport(botId, approved)).toBe(4006)
})

test('the history tells every change with its cause', () => {
  const bots = startBots()
  bots.publish(first)
  bots.takeAnswer(first, inReview)
  bots.takeReport(botId, rejected)
  expect(bots.find(botId)).toEqual({
    botId,
    latest: first,
    state: 3,
    reason: '涉嫌违规',
    history: [
      {
        state: 'publishing',
        reason: '',
        version: 'v1',
        at: 5000,
        cause: { by: 'publish', eventId: 'evt-1' },
      },
      { state: 1, reason: '', version: 'v1', at: 5000, cause: { by: 'answer', eventId: 'evt-1' } },
      { state: 3, reason: '涉嫌违规', version: 'v1', at: 5000, cause: { by: 'report' } },
    ],
  })
})

test('an answer of 1 that arrives after the verdict puts the bot back in review', () => {
  const bots = startBots()
  bots.publish(first)
  bots.takeReport(botId, approved)
  bots.takeAnswer(first, inReview)
  expect(bots.find(botId)?.state).toBe(1)
})

test('an approval meant for the first version lets the second through', () => {
  const bots = startBots()
  bots.publish(first)
  bots.publish(second)
  bots.takeReport(botId, approved)
  expect(bots.find(botId)?.history.at(-1)).toMatchObject({ state: 2, version: 'v2' })
})

test('the answer to an older event is shown like any other', () => {
  const bots = startBots()
  bots.publish(first)
  bots.publish(second)
  bots.takeAnswer(second, approved)
  bots.takeAnswer(first, inReview)
  expect(bots.find(botId)).toMatchObject({ state: 1, latest: { version: 'v2' } })
})

test('an older event that comes late does not become the latest', () => {
  const bots = startBots()
  bots.publish(second)
  bots.takeAnswer(second, approved)
  bots.publish(first)
  expect(bots.find(botId)).toMatchObject({ state: 2, latest: { version: 'v2' } })
})

test('a repeated event does not start the publish anew', () => {
  const bots = startBots()
  bots.publish(first)
  bots.takeReport(botId, approved)
  bots.publish(first)
  expect(bots.find(botId)?.state).toBe(2)
})

test('a failure is shown for the latest version only', () => {
  const bots = startBots()
  bots.publish(first)
  bots.publish(second)
  bots.noteFailure(first, 'too late')
  expect(bots.find(botId)?.state).toBe('publishing')
  bots.noteFailure(second, 'status 500')
  expect(bots.find(botId)).toMatchObject({ state: 'failed', reason: 'status 500' })
})

test('a bot that left the channel takes neither answers nor reports', () => {
  const bots = startBots()
  bots.publish(first)
  bots.leave(botId, 'unpublished', 'evt-9')
  bots.takeAnswer(first, approved)
  bots.noteFailure(first, 'too late')
  expect(bots.takeReport(botId, approved)).toBe(4200)
  expect(bots.find(botId)?.state).toBe('unpublished')
})

test('a deleted bot is not known any more', () => {
  const bots = startBots()
  bots.publish(first)
  bots.leave(botId, 'deleted', 'evt-9')
  expect(bots.takeReport(botId, approved)).toBe(4006)
})

test('a bot that left comes back with its next publish', () => {
  const bots = startBots()
  bots.publish(first)
  bots.leave(botId, 'unpublished', 'evt-9')
  bots.publish(second)
  expect(bots.takeReport(botId, approved)).toBe('taken')
})

test('a bot taken down by its channel shows the reason', () => {
  const bots = startBots()
  bots.publish(first)
  expect(bots.takeDown(botId, '被投诉')).toBe('taken')
  expect(bots.find(botId)).toMatchObject({ state: 'unpublished', reason: '被投诉' })
  expect(bots.takeDown(botId, '被投诉')).toBe(4200)
})
