import { afterAll, expect, test } from '@jest/globals'
import type { Review } from '../../../functions/reviews/review.ts'
import { newSubmission } from '../reviews/open-store.ts'
import { approve, escalate, openModerations, refusal, reject } from './open-moderations.ts'

const { reviews, clock, openModeration, receive, close } = await openModerations()
afterAll(close)

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
