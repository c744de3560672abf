import { afterAll, expect, test } from '@jest/globals'
import type { ReviewDependencies } from '../../../functions/moderation/review-submission.ts'
import { approve, escalate, openModerations, refusal, reject } from './open-moderations.ts'

const { reviews, clock, openModeration, receive, close } = await openModerations()
afterAll(close)

test('an older publish gives way without a moderation', async () => {
  const older = await receive({ eventId: 'old', eventTime: 1 })
  await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
  const { deliver, reports } = openModeration({
    moderate: async () => {
      throw new Error('moderated in vain')
    },
  })
  expect(await deliver(older)).toBe('settled')
  expect(reports).toEqual([])
  expect(await reviews.find(older)).toMatchObject({ status: 'superseded' })
})

test('a publish that arrives during the moderation keeps the older verdict from Coze', async () => {
  const older = await receive({ eventId: 'old', eventTime: 1 })
  const { deliver, reports } = openModeration({
    moderate: async () => {
      await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
      return approve
    },
  })
  await deliver(older)
  expect(reports).toEqual([])
  expect(await reviews.find(older)).toMatchObject({ status: 'superseded' })
})

test('a publish that arrives during the report takes the approval back', async () => {
  const older = await receive({ eventId: 'old', eventTime: 1 })
  const reports: unknown[] = []
  const { deliver } = openModeration({
    report: async (_bot, audit) => {
      if (reports.push(audit) === 1) await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
      return { logId: 'log-1' }
    },
  })
  await deliver(older)
  expect(reports).toEqual([{ audit_status: 2 }, { audit_status: 1 }])
  expect(await reviews.find(older)).toMatchObject({ status: 'superseded' })
})

test('an approval is taken back also if the function died right after the report', async () => {
  const older = await receive({ eventId: 'old', eventTime: 1 })
  const dying = openModeration({
    report: async () => {
      await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
      throw refusal({})
    },
  })
  await expect(dying.deliver(older)).rejects.toMatchObject({ name: 'CozeError' })
  const { deliver, reports } = openModeration()
  await deliver(older)
  expect(reports).toEqual([{ audit_status: 1 }])
})

test('what is taken back becomes the verdict of the newest, if it has one', async () => {
  const older = await receive({ eventId: 'old', eventTime: 1 })
  const reports: unknown[] = []
  const { deliver } = openModeration({
    report: async (_bot, audit) => {
      if (reports.push(audit) === 1) {
        const newer = await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
        await reviews.recordVerdict(newer, reject)
      }
      return { logId: 'log-1' }
    },
  })
  await deliver(older)
  expect(reports).toEqual([{ audit_status: 2 }, { audit_status: 3, reason: '请修改名称' }])
})

test('a bot that left during the report is taken back too, and need not be there any more', async () => {
  const older = await receive({ eventId: 'old', eventTime: 1 })
  const reports: unknown[] = []
  const { deliver } = openModeration({
    report: async (bot, audit) => {
      if (reports.push(audit) === 2) throw refusal({ code: 4006 })
      await reviews.setNewest({ ...bot, eventId: 'gone', eventTime: 2, kind: 'withdrawal' })
      return { logId: 'log-1' }
    },
  })
  expect(await deliver(older)).toBe('settled')
  expect(reports).toEqual([{ audit_status: 2 }, { audit_status: 1 }])
  expect(await reviews.find(older)).toMatchObject({ status: 'withdrawn' })
})

test('an escalated review ends when a newer publish of its bot is reviewed', async () => {
  const older = await receive({ eventId: 'old', eventTime: 1 })
  await openModeration({ moderate: async () => escalate }).deliver(older)
  const newer = await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
  await openModeration().deliver(newer)
  expect(await reviews.find(older)).toMatchObject({ status: 'superseded' })
})

test('an approval that could not be taken back is taken back later, whatever Coze said, before the newer one has its turn', async () => {
  const older = await receive({ eventId: 'old', eventTime: 1 })
  const reports: unknown[] = []
  const report: ReviewDependencies['report'] = async (_bot, audit) => {
    const calls = reports.push(audit)
    if (calls === 1) await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
    if (calls === 2) throw refusal({ httpStatus: 403, code: 4101 })
    return { logId: undefined }
  }
  const { deliver } = openModeration({ report })
  await expect(deliver(older)).rejects.toThrow('could not be taken back')
  await deliver(older)
  expect(reports).toEqual([{ audit_status: 2 }, { audit_status: 1 }, { audit_status: 1 }])
  expect(await reviews.find(older)).toMatchObject({ status: 'superseded' })
})

test('a bot published again and again while an approval is taken back is told the state of the last', async () => {
  const older = await receive({ eventId: 'a', eventTime: 1 })
  const reports: unknown[] = []
  const { deliver } = openModeration({
    report: async (_bot, audit) => {
      const calls = reports.push(audit)
      if (calls === 1) await receive({ botId: older.botId, eventId: 'b', eventTime: 2 })
      if (calls === 2) {
        const last = await receive({ botId: older.botId, eventId: 'c', eventTime: 3 })
        await reviews.recordVerdict(last, reject)
      }
      return { logId: undefined }
    },
  })
  await deliver(older)
  expect(reports).toEqual([
    { audit_status: 2 },
    { audit_status: 1 },
    { audit_status: 3, reason: '请修改名称' },
  ])
})

test('taking an approval back notes that "in review" is on its way, for the newer verdict to wait', async () => {
  const older = await receive({ eventId: 'old', eventTime: 1 })
  const { deliver } = openModeration({
    report: async (_bot, audit) => {
      if (audit.audit_status === 2) await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
      clock.nowMs += 1_000
      return { logId: undefined }
    },
  })
  await deliver(older)
  const newer = await reviews.find({ ...older, eventId: 'new' })
  expect((newer?.answeredAt ?? 0) - (newer?.receivedAt ?? 0)).toBe(1_000)
})

test('a verdict that is still being reported is left to its own task', async () => {
  const older = await receive({ eventId: 'old', eventTime: 1 })
  await reviews.recordVerdict(older, approve)
  const newer = await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
  await openModeration().deliver(newer)
  expect(await reviews.find(older)).toMatchObject({ status: 'approved', report: 'due' })
})
