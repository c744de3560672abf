import { afterAll, expect, test } from '@jest/globals'
import type { Review } from '../../../functions/reviews/review.ts'
import { escalate, openModerations, refusal } from './open-moderations.ts'

const { reviews, openModeration, receive, close } = await openModerations()
afterAll(close)

const byAlice = { decision: 'approve', by: 'alice' } as const

/** A publish that the moderators left to a person. */
async function receiveEscalated(changes: Parameters<typeof receive>[0] = {}): Promise<Review> {
  const review = await receive(changes)
  await openModeration({ moderate: async () => escalate }).deliver(review)
  return (await reviews.find(review)) ?? review
}

test.each([
  ['approval', byAlice, { audit_status: 2 }],
  [
    'rejection',
    { decision: 'reject', reason: '请删去微信号', by: 'alice' } as const,
    { audit_status: 3, reason: '请删去微信号' },
  ],
])('the %s of a person is reported, and not moderated again', async (_what, decision, audit) => {
  const review = await receiveEscalated()
  await reviews.recordDecision(review, decision)
  const { deliver, reports } = openModeration({
    moderate: async () => {
      throw new Error('moderated in vain')
    },
  })
  expect(await deliver(review)).toBe('settled')
  expect(await deliver(review)).toBe('settled')
  expect(reports).toEqual([audit])
  const reported = await reviews.find(review)
  expect(reported).toMatchObject({ report: 'done', reportLogId: 'log-1', verdict: { decidedBy: 'alice' } })
  expect(reported?.work).toBeUndefined()
})

test('the approval of a person that a newer publish overtook is not reported', async () => {
  const older = await receiveEscalated({ eventId: 'old', eventTime: 1 })
  await reviews.recordDecision(older, byAlice)
  await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
  const { deliver, reports } = openModeration()
  await deliver(older)
  expect(reports).toEqual([{ audit_status: 1 }])
  expect(await reviews.find(older)).toMatchObject({ status: 'superseded' })
})

test('the approval of a person is taken back if a newer publish arrives during its report', async () => {
  const older = await receiveEscalated({ eventId: 'old', eventTime: 1 })
  await reviews.recordDecision(older, byAlice)
  const reports: unknown[] = []
  const { deliver } = openModeration({
    report: async (_bot, audit) => {
      if (reports.push(audit) === 1) await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
      return { logId: `log-${reports.length}` }
    },
  })
  await deliver(older)
  expect(reports).toEqual([{ audit_status: 2 }, { audit_status: 1 }])
  expect(await reviews.find(older)).toMatchObject({ status: 'superseded', takenBackLogId: 'log-2' })
})

test('the approval of a person ends with the bot that left', async () => {
  const review = await receiveEscalated()
  await reviews.recordDecision(review, byAlice)
  await reviews.setNewest({ ...review, eventId: 'gone', eventTime: 2_000, kind: 'withdrawal' })
  const { deliver, reports } = openModeration({
    report: async () => {
      throw refusal({ code: 4200 })
    },
  })
  expect(await deliver(review)).toBe('settled')
  expect(reports).toEqual([])
  const ended = await reviews.find(review)
  expect([ended?.status, ended?.takenBackAt]).toEqual(['withdrawn', undefined])
})

test('the rejection of a person that Coze does not take now is reported later', async () => {
  const review = await receiveEscalated()
  await reviews.recordDecision(review, { decision: 'reject', reason: '请删去微信号', by: 'alice' })
  const failing = openModeration({
    report: async () => {
      throw refusal({ httpStatus: 503 })
    },
  })
  await expect(failing.deliver(review)).rejects.toMatchObject({ remedy: 'try-later' })
  const { deliver, reports } = openModeration()
  await deliver(review)
  expect(reports).toEqual([{ audit_status: 3, reason: '请删去微信号' }])
})
