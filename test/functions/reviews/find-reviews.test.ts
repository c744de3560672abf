import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  countEscalated,
  listConnectors,
  listWaiting,
  scanReviews,
} from '../../../functions/reviews/find-reviews.ts'
import type { Review, Verdict } from '../../../functions/reviews/review.ts'
import { newSubmission, openStore } from './open-store.ts'

const { reviews, client, clock, requests, close } = await openStore()
afterAll(close)

const escalate: Verdict = { decision: 'escalate', findings: [], policyVersion: 'p1' }
const approve: Verdict = { decision: 'approve', findings: [], policyVersion: 'p1' }
const always = { since: 0, until: Number.MAX_SAFE_INTEGER }

async function receive(eventId: string): Promise<Review> {
  clock.nowMs += 1_000
  return (await reviews.receive(newSubmission({ eventId }))).review
}

let startedAt: number

/** Two that were escalated a second after they came, one whose report failed, one that is in review. */
beforeAll(async () => {
  startedAt = clock.nowMs
  for (const eventId of ['first', 'second']) {
    const review = await receive(eventId)
    clock.nowMs += 1_000
    await reviews.recordVerdict(review, escalate)
  }
  const failed = await reviews.recordVerdict(await receive('failed'), approve)
  await reviews.recordReportFailure(failed, { message: 'no permission', code: 4101 })
  await receive('open')
})

async function waiting(work: 'escalated' | 'report_failed', period = always): Promise<string[]> {
  const found = await Array.fromAsync(listWaiting(client, 'reviews', work, period))
  return found.map(({ eventId }) => eventId)
}

test('what waits for a person is found by what there is to do, the longest wait first', async () => {
  expect(await waiting('escalated')).toEqual(['first', 'second'])
  expect(await waiting('report_failed')).toEqual(['failed'])
})

test('a period begins and ends with the millisecond that is named', async () => {
  const since = startedAt + 2_000
  expect(await waiting('escalated', { since, until: since })).toEqual(['first'])
  expect(await waiting('escalated', { since: since + 1, until: since + 1_999 })).toEqual([])
})

test('who has waited since a time or longer is counted, without the items', async () => {
  const firstWaitsSince = startedAt + 2_000
  requests.length = 0
  expect(await countEscalated(client, 'reviews', firstWaitsSince - 1)).toBe(0)
  expect(await countEscalated(client, 'reviews', firstWaitsSince)).toBe(1)
  expect(await countEscalated(client, 'reviews', Number.MAX_SAFE_INTEGER)).toBe(2)
  expect(requests[0]).toMatchObject({ operation: 'Query', body: { IndexName: 'work', Select: 'COUNT' } })
})

test('the index is asked, and no more than is looked at', async () => {
  requests.length = 0
  for await (const { eventId } of listWaiting(client, 'reviews', 'escalated', always)) {
    expect(eventId).toBe('first')
    break
  }
  expect(requests).toMatchObject([{ operation: 'Query', body: { IndexName: 'work', Limit: 100 } }])
})

test('the channels of a record are known without a look at all of it', async () => {
  requests.length = 0
  expect(await listConnectors(client, 'reviews')).toEqual(['7423989367674212345'])
  await reviews.receive({ ...newSubmission(), connectorId: '7423989367674212346' })
  expect((await listConnectors(client, 'reviews')).toSorted()).toEqual([
    '7423989367674212345',
    '7423989367674212346',
  ])
  expect(requests.filter(({ operation }) => operation === 'Scan')).toHaveLength(2)
})

test('a record is looked through a megabyte at a time, without the newest events', async () => {
  await reviews.setNewest({ ...newSubmission(), kind: 'publish' })
  for (let count = 0; count < 8; count += 1)
    await reviews.receive({ ...newSubmission(), description: randomBytes(150_000).toString('base64') })
  const pages = await Array.fromAsync(scanReviews(client, 'reviews'))
  expect(pages.map(({ isLast }) => isLast)).toEqual([false, true])
  expect(pages.flatMap(page => page.reviews)).toHaveLength(13)
})
