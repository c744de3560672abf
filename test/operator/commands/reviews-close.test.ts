import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Review } from '../../../functions/reviews/review.ts'
import { approve, escalate, openRecordChannel } from '../open-record-channel.ts'

let channel: Awaited<ReturnType<typeof openRecordChannel>>

beforeAll(async () => {
  channel = await openRecordChannel()
})
afterAll(() => channel.close())
beforeEach(async () => void (await channel.takeTasks()))

const close = (bot: string, ...args: string[]) =>
  channel.operate(['reviews', 'close', bot, '--by', 'alice', '--yes', ...args])

/** Of a bot that Coze does not know any more. */
async function receiveGone(changes: Parameters<typeof channel.receive>[0] = {}): Promise<Review> {
  const review = await channel.receive({ verdict: approve, ...changes })
  await channel.reviews.recordReportFailure(review, { message: 'was answered with code 4200', code: 4200 })
  return review
}

test('what Coze refused is closed, with who did it, and is listed and reported no more', async () => {
  const review = await receiveGone()
  const { code, output } = await close(review.botId)
  expect([code, output]).toEqual([0, `bot ${review.botId}, event evt-1: closed by alice\n`])
  expect(await channel.reviews.find(review)).toMatchObject({
    status: 'withdrawn',
    closedBy: 'alice',
    closedAt: expect.any(Number),
    expiresAt: expect.any(Number),
  })
  expect((await channel.operate(['reviews', 'list'])).output).not.toContain(review.botId)
  expect((await channel.operate(['reviews', 'retry', '--bot', review.botId])).output).toBe('none\n')
  expect((await channel.operate(['reviews', 'show', review.botId])).output).toMatch(/withdrawn .*Z by alice/)
  expect(await channel.takeTasks()).toEqual([])
  expect((await close(review.botId)).code).toBe(1)
})

test('the person is asked with what Coze said, and may say no', async () => {
  const review = await receiveGone()
  const { code, errors } = await channel.operate(['reviews', 'close', review.botId], { answer: 'n' })
  expect(code).toBe(1)
  expect(errors).toContain('event evt-1, approved: Coze refused it (was answered with code 4200).')
  expect(await channel.reviews.find(review)).toMatchObject({ status: 'approved', report: 'failed' })
})

test('where nobody can be asked nothing is closed', async () => {
  const review = await receiveGone()
  expect(await channel.operate(['reviews', 'close', review.botId])).toMatchObject({ code: 2 })
  expect(await channel.reviews.find(review)).toMatchObject({ status: 'approved', report: 'failed' })
})

test.each([
  ['in review', {}],
  ['escalated', { verdict: escalate }],
  ['about to be reported', { verdict: approve }],
])('what is %s is not closed', async (_what, changes) => {
  const review = await channel.receive(changes)
  const { code, errors } = await close(review.botId)
  expect([code, errors]).toEqual([1, expect.stringContaining('has no review whose report Coze has refused')])
  expect(await channel.reviews.find(review)).toEqual(review)
})

test('only the publish that is named is closed', async () => {
  const older = await receiveGone({ eventId: 'evt-1', eventTime: 1_000 })
  const newer = await receiveGone({ botId: older.botId, eventId: 'evt-2', eventTime: 2_000 })
  await close(older.botId, '--event', 'evt-2')
  expect(await channel.reviews.find(older)).toMatchObject({ status: 'approved' })
  expect(await channel.reviews.find(newer)).toMatchObject({ status: 'withdrawn' })
})

test('what a colleague lets report again meanwhile is left to Coze', async () => {
  const review = await receiveGone()
  const whenAsked = async () => void (await channel.reviews.renewReport(review))
  const args = ['reviews', 'close', review.botId]
  const { code, output } = await channel.operate(args, { answer: 'y', whenAsked })
  expect([code, output]).toEqual([
    1,
    expect.stringContaining('not reported yet by now, so it was not closed'),
  ])
  expect(await channel.reviews.find(review)).toMatchObject({ status: 'approved', report: 'due' })
})
