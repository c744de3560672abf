import { afterAll, expect, test } from '@jest/globals'
import { CozeError } from '../../../functions/coze/errors.ts'
import type { Log } from '../../../functions/log.ts'
import { type ReviewDependencies, reviewSubmission } from '../../../functions/moderation/review-submission.ts'
import { withdrawSubmissions } from '../../../functions/moderation/withdraw-submissions.ts'
import type { Review, Submission, Verdict } from '../../../functions/reviews/review.ts'
import { newSubmission, openStore } from '../reviews/open-store.ts'

const store = await openStore()
const { reviews, clock } = store
afterAll(store.close)

const log: Log = { info() {}, warn() {}, error() {} }
const approve: Verdict = { decision: 'approve', findings: [], policyVersion: 'p1' }
const reject: Verdict = { decision: 'reject', reason: '请修改名称', findings: [], policyVersion: 'p1' }
const escalate: Verdict = { decision: 'escalate', findings: [], policyVersion: 'p1' }
const refusal = (failure: { httpStatus?: number; code?: number }) =>
  new CozeError({ call: 'reporting', ...failure })

let deliveries = 0

/** A moderation whose reports are a list, and whose parts a test replaces. */
function openModeration(changes: Partial<ReviewDependencies> = {}) {
  const reports: unknown[] = []
  const dependencies: ReviewDependencies = {
    reviews,
    moderate: async () => approve,
    report: async (_bot, audit) => {
      reports.push(audit)
      return { logId: 'log-1' }
    },
    answerMs: 3_000,
    now: () => clock.nowMs,
    wait: async () => {},
    log,
    ...changes,
  }
  const sentAt = clock.nowMs
  const deliver = (submission: Submission) =>
    reviewSubmission(
      { ...submission, kind: 'publish' },
      { id: `delivery ${++deliveries}`, sentAt },
      dependencies,
    )
  return { reports, dependencies, deliver }
}

async function receive(
  changes: { eventId?: string; eventTime?: number; botId?: string } = {},
): Promise<Review> {
  const { review } = await reviews.receive(newSubmission(changes))
  await reviews.setNewest({ ...review, kind: 'publish' })
  return review
}

test('an approval is recorded, reported as 2, and recorded as reported', async () => {
  const review = await receive()
  const { deliver, reports } = openModeration()
  expect(await deliver(review)).toBe('settled')
  expect(reports).toEqual([{ audit_status: 2 }])
  expect(await reviews.find(review)).toMatchObject({ status: 'approved', report: 'done' })
})

test('a rejection is reported as 3 with the reason the developer reads', async () => {
  const review = await receive()
  const { deliver, reports } = openModeration({ moderate: async () => reject })
  await deliver(review)
  expect(reports).toEqual([{ audit_status: 3, reason: '请修改名称' }])
})

test('an escalated review waits for a person, and Coze is told nothing', async () => {
  const review = await receive()
  const { deliver, reports } = openModeration({ moderate: async () => escalate })
  expect(await deliver(review)).toBe('settled')
  expect(await deliver(review)).toBe('settled')
  expect(reports).toEqual([])
  expect(await reviews.find(review)).toMatchObject({ status: 'escalated' })
})

test('a second delivery neither moderates nor reports again', async () => {
  const review = await receive()
  let moderations = 0
  const { deliver, reports } = openModeration({
    moderate: async () => {
      moderations += 1
      return approve
    },
  })
  await deliver(review)
  await deliver(review)
  expect([moderations, reports.length]).toEqual([1, 1])
})

test('a verdict that could not be reported is reported later, and not made again', async () => {
  const review = await receive()
  const failing = openModeration({
    moderate: async () => reject,
    report: async () => {
      throw refusal({ httpStatus: 500 })
    },
  })
  await expect(failing.deliver(review)).rejects.toMatchObject({ name: 'CozeError' })
  const later = openModeration({ moderate: async () => approve })
  await later.deliver(review)
  expect(later.reports).toEqual([{ audit_status: 3, reason: '请修改名称' }])
})

test('a moderator that fails is no approval', async () => {
  const review = await receive()
  const { deliver, reports } = openModeration({
    moderate: async () => {
      throw new Error('moderator down')
    },
  })
  await expect(deliver(review)).rejects.toThrow('moderator down')
  expect(reports).toEqual([])
  expect(await reviews.find(review)).toMatchObject({ status: 'in_review' })
})

test.each([
  ['no permission', { httpStatus: 403, code: 4101 }],
  ['a request it does not take', { code: 4000 }],
])('%s is final: the verdict stands, the report has failed, the task is settled', async (_what, failure) => {
  const review = await receive()
  const { deliver } = openModeration({
    report: async () => {
      throw refusal(failure)
    },
  })
  expect(await deliver(review)).toBe('settled')
  expect(await reviews.find(review)).toMatchObject({ status: 'approved', report: 'failed' })
})

test('"not found" is worth another try for ten minutes, then the bot is gone', async () => {
  const review = await receive()
  const { deliver } = openModeration({
    report: async () => {
      throw refusal({ code: 4006 })
    },
  })
  clock.nowMs += 599_000
  await expect(deliver(review)).rejects.toMatchObject({ remedy: 'try-while-young' })
  clock.nowMs += 2_000
  expect(await deliver(review)).toBe('settled')
  expect(await reviews.find(review)).toMatchObject({ report: 'failed' })
})

test('a failed report is tried again when its task comes again', async () => {
  const review = await receive()
  const refused = openModeration({
    report: async () => {
      throw refusal({ httpStatus: 403 })
    },
  })
  await refused.deliver(review)
  const { deliver, reports } = openModeration()
  await deliver(review)
  expect(reports).toEqual([{ audit_status: 2 }])
  expect(await reviews.find(review)).toMatchObject({ report: 'done' })
})

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

test('a verdict waits until an answer of "in review" has reached Coze', async () => {
  const review = await receive()
  clock.nowMs += 60_000
  const waits: number[] = []
  const { deliver } = openModeration({
    moderate: async () => {
      await reviews.recordAnswer(review)
      clock.nowMs += 1_000
      return approve
    },
    wait: async ms => void waits.push(ms),
  })
  await deliver(review)
  expect(waits).toEqual([2_000])
})

test('a verdict waits for an answer to an older event, too, which was the newest when it was answered', async () => {
  const older = await receive()
  const newer = await receive({ botId: older.botId, eventId: 'evt-2', eventTime: 2_000 })
  clock.nowMs += 60_000
  await reviews.recordAnswer(older)
  clock.nowMs += 1_000
  const waits: number[] = []
  const { deliver } = openModeration({ moderate: async () => approve, wait: async ms => void waits.push(ms) })
  await deliver(newer)
  expect(waits).toEqual([2_000])
})

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

test('an escalated review ends when a newer publish of its bot is reviewed', async () => {
  const older = await receive({ eventId: 'old', eventTime: 1 })
  await openModeration({ moderate: async () => escalate }).deliver(older)
  const newer = await receive({ botId: older.botId, eventId: 'new', eventTime: 2 })
  await openModeration().deliver(newer)
  expect(await reviews.find(older)).toMatchObject({ status: 'superseded' })
})

test('a withdrawal ends what was published before it, and nothing that came after', async () => {
  const before = await receive({ eventId: 'before', eventTime: 1 })
  const after = await receive({ botId: before.botId, eventId: 'after', eventTime: 3 })
  await withdrawSubmissions(
    { ...before, kind: 'withdrawal', eventId: 'gone', eventTime: 2 },
    { reviews, log },
  )
  expect(await reviews.find(before)).toMatchObject({ status: 'withdrawn' })
  expect(await reviews.find(after)).toMatchObject({ status: 'in_review' })
})

test('a task without a review is for a person to look at', async () => {
  expect(await openModeration().deliver(newSubmission())).toBe('no-review')
})

async function die(review: Review, times: number, forMs: number): Promise<void> {
  for (let deaths = 0; deaths < times; deaths++) await reviews.beginDelivery(review, `death ${deaths}`)
  clock.nowMs += forMs
}

test('a review over which the function died for half an hour is for a person to look at, and may be tried again', async () => {
  const review = await receive()
  await die(review, 5, 1_801_000)
  expect(await openModeration().deliver(review)).toBe('deadly')
  expect(await openModeration().deliver(review)).toBe('settled')
  expect(await reviews.find(review)).toMatchObject({ report: 'done' })
})

test.each([
  ['often, but within half an hour', 50, 1_799_000],
  ['for long, but seldom', 4, 86_400_000],
])('a function that died %s is given another try', async (_how, times, forMs) => {
  const review = await receive()
  await die(review, times, forMs)
  expect(await openModeration().deliver(review)).toBe('settled')
})

test('an outage of any length does not look like poison', async () => {
  const review = await receive()
  const failing = openModeration({
    report: async () => {
      throw refusal({ httpStatus: 503 })
    },
  })
  for (let tries = 0; tries < 20; tries++)
    await expect(failing.deliver(review)).rejects.toMatchObject({ remedy: 'try-later' })
  expect(await openModeration().deliver(review)).toBe('settled')
})

test('a refused token is the operator’s to mend, and the review goes on by itself once it is', async () => {
  const review = await receive()
  const refused = openModeration({
    report: async () => {
      throw refusal({ httpStatus: 401, code: 4100 })
    },
  })
  await expect(refused.deliver(review)).rejects.toMatchObject({ remedy: 'renew-token' })
  const { deliver, reports } = openModeration()
  await deliver(review)
  expect(reports).toEqual([{ audit_status: 2 }])
})

test.each([
  ['has no newest event', async () => {}],
  [
    'has an older newest event',
    async (review: Review) => {
      await reviews.setNewest({ ...review, eventId: 'before', eventTime: 1, kind: 'publish' })
    },
  ],
])(
  'a publish that was not acknowledged, whose bot %s, is not reported and overrides nothing',
  async (_what, prepare) => {
    const { review } = await reviews.receive(newSubmission({ eventTime: 5 }))
    await prepare(review)
    const { deliver, reports } = openModeration()
    await expect(deliver(review)).rejects.toThrow('not acknowledged yet')
    clock.nowMs += 601_000
    expect(await deliver(review)).toBe('settled')
    expect(reports).toEqual([])

    await reviews.setNewest({ ...review, kind: 'publish' })
    await deliver(review)
    expect(reports).toEqual([{ audit_status: 2 }])
  },
)

test('the letter of a publish that was sent again waits as long as the first: the queue would swallow a third', async () => {
  const { review } = await reviews.receive(newSubmission())
  const first = openModeration()
  clock.nowMs += 360_000
  const second = openModeration()
  clock.nowMs += 300_000
  expect(await first.deliver(review)).toBe('settled')
  await expect(second.deliver(review)).rejects.toThrow('not acknowledged yet')
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
