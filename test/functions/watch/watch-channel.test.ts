import { afterAll, expect, test } from '@jest/globals'
import { type Credentials, parseCredentials } from '../../../functions/coze/credentials.ts'
import type { Log, LogFacts } from '../../../functions/log.ts'
import { countEscalated } from '../../../functions/reviews/find-reviews.ts'
import { watchChannel } from '../../../functions/watch/watch-channel.ts'
import { newSubmission, openStore } from '../reviews/open-store.ts'

const { reviews, client, clock, close } = await openStore()
const countOverdue = (since: number) => countEscalated(client, 'reviews', since)
afterAll(close)

const hourMs = 3_600_000
const lastingToken: Credentials = { kind: 'access-token', accessToken: 'pat' }

/** What one round of the watch says out loud, where a review may wait for a day. */
async function watch(readCredentials: () => Promise<Credentials> = async () => lastingToken) {
  const lines: [string, LogFacts | undefined][] = []
  const warn = (event: string, facts?: LogFacts) => void lines.push([event, facts])
  const log: Log = { info() {}, warn, error: warn }
  const dependencies = { countEscalated: countOverdue, longestWaitMs: 24 * hourMs, now: () => clock.nowMs }
  await watchChannel({ ...dependencies, readCredentials, log })
  return lines
}

const expiringOn = (date: unknown) => async () =>
  parseCredentials(JSON.stringify({ access_token: 'pat', expires_on: date }))

async function escalate() {
  const { review } = await reviews.receive(newSubmission())
  return reviews.recordVerdict(review, { decision: 'escalate', findings: [], policyVersion: 'p1' })
}

test('reviews that have waited for a person too long are counted, until they are decided or closed', async () => {
  const first = await escalate()
  expect(await watch()).toEqual([])
  clock.nowMs += 12 * hourMs
  await escalate()
  clock.nowMs += 12 * hourMs
  expect(await watch()).toEqual([['reviews-overdue', { overdue: 1 }]])
  clock.nowMs += 12 * hourMs
  expect(await watch()).toEqual([['reviews-overdue', { overdue: 2 }]])
  await reviews.close(first, 'superseded')
  expect(await watch()).toEqual([['reviews-overdue', { overdue: 1 }]])
})

test('a review that nobody has to look at is not counted', async () => {
  const { review } = await reviews.receive(newSubmission())
  await reviews.recordVerdict(review, { decision: 'approve', findings: [], policyVersion: 'p1' })
  const before = await watch()
  clock.nowMs += 48 * hourMs
  expect(await watch()).toEqual(before)
})

test('a token is announced a week before the date that is stored with it', async () => {
  clock.nowMs = Date.parse('2026-10-01T12:00:00Z')
  const said = async (date: unknown) =>
    (await watch(expiringOn(date))).filter(([event]) => event === 'credentials-expiring')
  expect(await said('2026-10-10')).toEqual([])
  expect(await said('2026-10-08')).toEqual([['credentials-expiring', { daysLeft: 6 }]])
  expect(await said('2026-09-30')).toEqual([['credentials-expiring', { daysLeft: -2 }]])
})

test.each(['the end of October', '', 20261031, null])('a date of %j is announced at once', async date => {
  const events = (await watch(expiringOn(date))).map(([event]) => event)
  expect(events).toContain('credentials-expiring')
})

test('an OAuth app has no date, and without credentials the reviews are watched all the same', async () => {
  const before = await watch()
  const app: Credentials = { kind: 'oauth-app', clientId: '1', privateKey: '', publicKeyId: 'k' }
  expect(await watch(async () => app)).toEqual(before)
  expect(await watch(() => Promise.reject(new Error('no value yet')))).toEqual(before)
  expect(before).toEqual([['reviews-overdue', { overdue: 1 }]])
})

test('a record that cannot be read fails the round, for an alarm that stays silent would be a lie', async () => {
  const broken = () => Promise.reject(new Error('no table'))
  const log: Log = { info() {}, warn() {}, error() {} }
  const now = () => clock.nowMs
  const readCredentials = async () => lastingToken
  await expect(
    watchChannel({ countEscalated: broken, readCredentials, longestWaitMs: 1, now, log }),
  ).rejects.toThrow('no table')
})
