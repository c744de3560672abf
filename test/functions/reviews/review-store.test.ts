import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { afterAll, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { Review, Verdict } from '../../../functions/reviews/review.ts'
import { newSubmission, openStore } from './open-store.ts'

const store = await openStore()
const { reviews, clock } = store
afterAll(store.close)

const approve: Verdict = { decision: 'approve', findings: [], policyVersion: 'p1' }
const reject: Verdict = { decision: 'reject', reason: '请修改名称', findings: [], policyVersion: 'p1' }
const escalate: Verdict = { decision: 'escalate', findings: [], policyVersion: 'p1' }

async function receive(changes = {}): Promise<Review> {
  return (await reviews.receive(newSubmission(changes))).review
}

test('a submission is recorded once, and a repeated event finds the review of the first', async () => {
  const submission = newSubmission()
  const first = await reviews.receive(submission)
  const second = await reviews.receive({ ...submission, name: 'another name', eventTime: 2_000 })
  expect(first).toMatchObject({ isNew: true, review: { status: 'in_review', name: '天气助手 🤖' } })
  expect(second).toMatchObject({ isNew: false, review: { name: '天气助手 🤖', eventTime: 1_000 } })
})

test('of fifty receptions at once exactly one is the first', async () => {
  const submission = newSubmission()
  const received = await Promise.all(Array.from({ length: 50 }, () => reviews.receive(submission)))
  expect(received.filter(({ isNew }) => isNew)).toHaveLength(1)
})

test('the newest event moves forward only, whatever the order of arrival', async () => {
  const events = fc.uniqueArray(
    fc.record({
      eventTime: fc.integer({ min: 1, max: 5 }),
      eventId: fc.stringMatching(/^[a-e]$/),
    }),
    { selector: ({ eventTime, eventId }) => `${eventTime}${eventId}`, minLength: 1, maxLength: 8 },
  )
  await fc.assert(
    fc.asyncProperty(events, async arrivals => {
      const bot = newSubmission()
      await Promise.all(
        arrivals.map(event =>
          reviews.setNewest({ connectorId: bot.connectorId, botId: bot.botId, ...event, kind: 'publish' }),
        ),
      )
      const [last] = arrivals.toSorted(
        (a, b) => b.eventTime - a.eventTime || (a.eventId < b.eventId ? 1 : -1),
      )
      expect(await reviews.findNewest(bot)).toMatchObject(last ?? {})
    }),
    { numRuns: 30 },
  )
})

test('whoever comes too late to be the newest is told who is', async () => {
  const newer = newSubmission({ eventId: 'newer', eventTime: 2_000 })
  await reviews.setNewest({ ...newer, kind: 'publish' })
  expect(
    await reviews.setNewest({ ...newer, eventId: 'older', eventTime: 1_000, kind: 'withdrawal' }),
  ).toMatchObject({
    eventId: 'newer',
    kind: 'publish',
  })
})

test('the first verdict stays', async () => {
  const review = await receive()
  const [first, second] = await Promise.all([
    reviews.recordVerdict(review, reject),
    reviews.recordVerdict(review, approve),
  ])
  expect(first?.status).toBe(second?.status)
  expect(await reviews.find(review)).toMatchObject({ status: first?.status, report: 'due' })
})

test('an answer of "in review" is noted as long as there is no verdict, and refused afterwards', async () => {
  const review = await receive()
  clock.nowMs += 5_000
  expect(await reviews.recordAnswer(review)).toMatchObject({ status: 'in_review', answeredAt: clock.nowMs })
  const decided = await reviews.recordVerdict(review, approve)
  clock.nowMs += 5_000
  expect(await reviews.recordAnswer(review)).toMatchObject({
    status: 'approved',
    answeredAt: decided.answeredAt,
  })
})

test('an escalated review waits in the index of work, and Coze has nothing to be told', async () => {
  const review = await receive()
  expect(await reviews.recordVerdict(review, escalate)).toMatchObject({ status: 'escalated' })
  expect(await readItem(review)).toMatchObject({
    work: { S: 'escalated' },
    dueAt: { N: String(clock.nowMs) },
  })
  expect((await reviews.find(review))?.report).toBeUndefined()
})

const escalated = async () => reviews.recordVerdict(await receive(), { ...escalate, findings: [doubt] })
const doubt = {
  rule: 'contact',
  category: 'X.3',
  severity: 'escalate',
  field: 'description',
  excerpt: '加微信',
  view: 'exact',
  foundBy: 'policy',
}
const byAlice = { decision: 'approve', by: 'alice' } as const

test('a person decides what was escalated, and what made the moderators doubt stays', async () => {
  const review = await escalated()
  const escalatedAt = clock.nowMs
  clock.nowMs += 60_000
  const decision = { decision: 'reject', reason: '请删去微信号', by: 'alice' } as const
  expect(await reviews.recordDecision(review, decision)).toMatchObject({
    status: 'rejected',
    report: 'due',
    escalatedAt,
    decidedAt: clock.nowMs,
    verdict: { decision: 'reject', reason: '请删去微信号', decidedBy: 'alice', findings: [doubt] },
  })
})

test('of two persons who decide at once the first is right, and the second is told what was decided', async () => {
  const review = await escalated()
  const [one, other] = await Promise.all([
    reviews.recordDecision(review, byAlice),
    reviews.recordDecision(review, { decision: 'reject', reason: '请修改名称', by: 'bob' }),
  ])
  expect(one.verdict?.decidedBy).toMatch(/^(alice|bob)$/)
  expect(other).toEqual(one)
})

test('what failed before a person decided is past', async () => {
  const review = await escalated()
  await reviews.recordFailure(review, { message: 'a model did not answer' })
  expect((await reviews.recordDecision(review, byAlice)).failure).toBeUndefined()
})

test.each([
  ['has no verdict yet', async () => receive()],
  ['was decided by the moderators', async () => reviews.recordVerdict(await receive(), reject)],
  [
    'was superseded',
    async () => {
      const review = await escalated()
      await reviews.close(review, 'superseded')
      return review
    },
  ],
  [
    'was withdrawn',
    async () => {
      const review = await escalated()
      await reviews.close(review, 'withdrawn')
      return review
    },
  ],
])('nobody approves a review that %s', async (_what, prepare) => {
  const review = await prepare()
  const before = await reviews.find(review)
  expect(await reviews.recordDecision(review, byAlice)).toEqual(before)
})

test('what a person decided stays in the index of work until Coze knows', async () => {
  const decided = await reviews.recordDecision(await escalated(), byAlice)
  expect((await readItem(decided))?.work).toEqual({ S: 'escalated' })
  await reviews.recordReport(decided, 'log-1')
  expect((await readItem(decided))?.work).toBeUndefined()
})

test('a decision that a newer publish overtook is superseded, and who decided stays to be read', async () => {
  const decided = await reviews.recordDecision(await escalated(), byAlice)
  clock.nowMs += 1_000
  await reviews.close(decided, 'superseded', { logId: 'log-2' })
  const closed = await reviews.find(decided)
  expect(closed).toMatchObject({ status: 'superseded', takenBackAt: clock.nowMs, takenBackLogId: 'log-2' })
  expect(closed?.verdict?.decidedBy).toBe('alice')
  expect((await readItem(decided))?.work).toBeUndefined()
})

test('a report that failed can be made due again, one that was made cannot', async () => {
  const review = await reviews.recordVerdict(await receive(), approve)
  await reviews.recordReportFailure(review, { message: 'no permission', code: 4101 })
  expect(await reviews.renewReport(review)).toMatchObject({ status: 'approved', report: 'due' })
  expect((await readItem(review))?.work).toEqual({ S: 'report_failed' })
  await reviews.recordReport(review, 'log-1')
  expect(await reviews.renewReport(review)).toMatchObject({ report: 'done' })
})

test('a report that failed is not made due for a version that is closed', async () => {
  const review = await reviews.recordVerdict(await receive(), approve)
  await reviews.recordReportFailure(review, { message: 'no permission', code: 4101 })
  await reviews.close(review, 'superseded')
  expect(await reviews.renewReport(review)).toMatchObject({ status: 'superseded', report: 'failed' })
})

test('a record from before persons decided is read as it was written', async () => {
  const old = {
    ...{ recordVersion: 1, connectorId: '7', botId: '7486758484001234567', eventId: 'old', eventTime: 1 },
    ...{ name: '天气助手', description: '', version: '1', userId: '42', status: 'escalated' },
    ...{ receivedAt: 2, answeredAt: 2, decidedAt: 3, work: 'escalated', dueAt: 3 },
    verdict: { decision: 'escalate', findings: [doubt], policyVersion: 'p1' },
  }
  const Item = marshall({ pk: '7#7486758484001234567', sk: 'review#old', ...old })
  await store.client.send(new PutItemCommand({ TableName: 'reviews', Item }))
  const [read] = await reviews.listReviews({ connectorId: '7', botId: '7486758484001234567' })
  expect(read).toEqual({ ...old, deaths: 0 })
  if (read !== undefined)
    expect(await reviews.recordDecision(read, byAlice)).toMatchObject({ status: 'approved', escalatedAt: 3 })
})

test('a final failure of the report waits in the index of work, until a later report succeeds', async () => {
  const review = await reviews.recordVerdict(await receive(), approve)
  await reviews.recordReportFailure(review, { message: 'no permission', code: 4101, logId: 'log-1' })
  expect(await reviews.find(review)).toMatchObject({ status: 'approved', report: 'failed' })
  expect(await readItem(review)).toMatchObject({ work: { S: 'report_failed' } })
  await reviews.recordReport(review, 'log-2')
  expect(await reviews.find(review)).toMatchObject({ report: 'done' })
  expect((await readItem(review))?.work).toBeUndefined()
})

test('a late failure does not undo a report that succeeded', async () => {
  const review = await reviews.recordVerdict(await receive(), approve)
  await reviews.recordReport(review, 'log-1')
  await reviews.recordReportFailure(review, { message: 'late' })
  expect(await reviews.find(review)).toMatchObject({ report: 'done' })
})

test.each(['superseded', 'withdrawn'] as const)(
  'an open review can be %s, and gets no verdict any more',
  async status => {
    const review = await receive()
    await reviews.close(review, status)
    expect(await reviews.recordVerdict(review, approve)).toMatchObject({ status })
  },
)

test('an unreported verdict can be superseded, a reported one stays', async () => {
  const unreported = await reviews.recordVerdict(await receive(), approve)
  await reviews.close(unreported, 'superseded')
  expect(await reviews.find(unreported)).toMatchObject({ status: 'superseded' })

  const reported = await reviews.recordVerdict(await receive(), approve)
  await reviews.recordReport(reported, undefined)
  await reviews.close(reported, 'superseded')
  expect(await reviews.find(reported)).toMatchObject({ status: 'approved', report: 'done' })
})

test('a person closes only what Coze has refused for good', async () => {
  const due = await reviews.recordVerdict(await receive(), approve)
  expect(await reviews.closeRefused(due, 'alice')).toEqual(due)
  await reviews.recordReportFailure(due, { message: 'gone', code: 4200 })
  expect(await reviews.closeRefused(due, 'alice')).toMatchObject({
    status: 'withdrawn',
    closedBy: 'alice',
    closedAt: clock.nowMs,
    expiresAt: expect.any(Number),
  })
  expect(await reviews.closeRefused(due, 'bob')).toMatchObject({ closedBy: 'alice' })
})

test('a report that Coze takes after all opens what a person has closed meanwhile, and one that it refuses does not', async () => {
  const due = await reviews.recordVerdict(await receive(), approve)
  await reviews.recordReportFailure(due, { message: 'gone' })
  await reviews.closeRefused(due, 'alice')
  await reviews.recordReportFailure(due, { message: 'gone again' })
  expect(await reviews.find(due)).toMatchObject({ status: 'withdrawn', failure: { message: 'gone' } })
  expect(await reviews.find(due)).not.toHaveProperty('work')
  await reviews.recordReport(due, 'log-1')
  const reported = await reviews.find(due)
  expect(reported).toMatchObject({ status: 'approved', report: 'done', reportLogId: 'log-1' })
  expect(reported).not.toHaveProperty('closedBy')
})

test('a delivery counts as a death until its end is recorded', async () => {
  const review = await receive()
  await reviews.beginDelivery(review, 'first')
  clock.nowMs += 1_000
  const second = await reviews.beginDelivery(review, 'second')
  expect(second).toMatchObject({ deaths: 2, dyingSince: clock.nowMs - 1_000 })
  await reviews.recordFailure(review, { message: 'Coze did not answer' })
  expect(await reviews.beginDelivery(review, 'third')).toMatchObject({ deaths: 1, dyingSince: clock.nowMs })
})

test('a delivery of a review that nobody recorded finds none', async () => {
  expect(await reviews.beginDelivery(newSubmission(), 'first')).toBeUndefined()
})

test('a delivery that is begun twice, for the first answer was lost, counts once', async () => {
  const review = await receive()
  await reviews.beginDelivery(review, 'first')
  expect(await reviews.beginDelivery(review, 'first')).toMatchObject({ deaths: 1 })
})

test.each([
  ['a verdict', (review: Review) => reviews.recordVerdict(review, approve)],
  ['a failure', (review: Review) => reviews.recordFailure(review, { message: 'Coze did not answer' })],
  ['its end', (review: Review) => reviews.close(review, 'superseded')],
])('%s ends the count of deaths', async (_what, record) => {
  const review = await receive()
  await reviews.beginDelivery(review, 'first')
  await record(review)
  const recorded = await reviews.find(review)
  expect([recorded?.deaths, recorded?.dyingSince]).toEqual([0, undefined])
})

test('a review that waits for a person counts no deaths', async () => {
  const review = await reviews.recordVerdict(await receive(), escalate)
  await reviews.beginDelivery(review, 'first')
  expect(await reviews.beginDelivery(review, 'second')).toMatchObject({ status: 'escalated', deaths: 0 })
})

test('an escalated review that is superseded leaves the index of work', async () => {
  const review = await reviews.recordVerdict(await receive(), escalate)
  await reviews.close(review, 'superseded')
  expect((await readItem(review))?.work).toBeUndefined()
})

test('the newest event outlives every letter, however short the retention', async () => {
  const event = newSubmission()
  const newest = await reviews.setNewest({ ...event, kind: 'publish' })
  expect(newest.expiresAt).toBe(Math.floor(clock.nowMs / 1000) + 30 * 86_400)
})

test('every read is consistent, or a verdict could be held against an older newest', async () => {
  const review = await receive()
  const before = store.requests.length
  await reviews.find(review)
  await reviews.findNewest(review)
  await reviews.listReviews(review)
  const reads = store.requests.slice(before)
  expect(reads.map(({ operation }) => operation)).toEqual(['GetItem', 'GetItem', 'Query'])
  for (const { body } of reads) expect(body).toMatchObject({ ConsistentRead: true })
})

test('a review expires only after its end', async () => {
  const review = await receive()
  expect((await readItem(review))?.expiresAt).toBeUndefined()
  await reviews.close(review, 'withdrawn')
  expect((await readItem(review))?.expiresAt).toEqual({ N: String(Math.floor(clock.nowMs / 1000) + 864_000) })
})

test('the reviews of a bot are listed, however many pages they fill, and no other bot is among them', async () => {
  const { botId } = newSubmission()
  await receive({ botId: `${botId}0` })
  const description = '描'.repeat(80_000)
  for (const eventId of ['a', 'b', 'c', 'd', 'e', 'f'])
    await reviews.receive({ ...newSubmission({ botId, eventId }), description })
  const listed = await reviews.listReviews({ connectorId: '7423989367674212345', botId })
  expect(listed.map(({ eventId }) => eventId)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

test('a verdict of more findings than an item can hold is recorded all the same', async () => {
  const finding = {
    rule: 'r',
    category: 'X.3',
    severity: 'reject',
    field: 'name',
    view: 'exact',
    foundBy: 'policy',
  }
  const findings = Array.from({ length: 5_000 }, () => ({ ...finding, excerpt: '字'.repeat(1_000) }))
  const decided = await reviews.recordVerdict(await receive(), { ...reject, findings })
  expect(decided).toMatchObject({ status: 'rejected' })
  expect(decided.verdict?.findings).toHaveLength(50)
})

async function readItem({ connectorId, botId, eventId }: Review) {
  const { Item } = await store.client.send(
    new GetItemCommand({
      TableName: 'reviews',
      Key: { pk: { S: `${connectorId}#${botId}` }, sk: { S: `review#${eventId}` } },
    }),
  )
  return Item
}
