import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as z from 'zod'
import { newSubmission } from '../../functions/reviews/open-store.ts'
import { approve, escalate, openRecordChannel } from '../open-record-channel.ts'

let channel: Awaited<ReturnType<typeof openRecordChannel>>
/** Of the bots, in the order in which they were published. */
const bots: string[] = []

/** Two escalated, one whose report failed, one approved and reported, one in review: a second after the other. */
beforeAll(async () => {
  channel = await openRecordChannel()
  const { reviews, clock, receive, receiveFailed } = channel
  const later = () => {
    clock.nowMs += 1_000
  }
  bots.push((await receive({ eventId: 'evt-1', verdict: escalate })).botId)
  later()
  bots.push((await receive({ eventId: 'evt-2', verdict: escalate })).botId)
  later()
  bots.push((await receiveFailed({ eventId: 'evt-3' })).botId)
  later()
  const approved = await receive({ eventId: 'evt-4', verdict: approve })
  await reviews.recordReport(approved, 'log-4')
  later()
  bots.push(approved.botId, (await receive({ eventId: 'evt-5' })).botId)
})
afterAll(() => channel.close())

const listed = z.object({ isAll: z.boolean(), reviews: z.array(z.object({ event: z.string() })) })

/** The events that are listed, in order. */
async function list(...args: string[]): Promise<string[]> {
  const { code, output, errors } = await channel.operate(['reviews', 'list', ...args, '--json'])
  expect([code, errors.replace(/^.*\.\.\.\n/gm, '')]).toEqual([0, ''])
  return listed.parse(JSON.parse(output)).reviews.map(({ event }) => event)
}

test('what waits for a person is listed, the longest wait first, and without a word of a user', async () => {
  channel.requests.length = 0
  const { code, output } = await channel.operate(['reviews', 'list'])
  expect(code).toBe(0)
  expect(output).toBe(
    `2026-09-21T14:13:20.000Z  escalated                ${bots[0]}  evt-1  X.3
2026-09-21T14:13:21.000Z  escalated                ${bots[1]}  evt-2  X.3
2026-09-21T14:13:22.000Z  approved, report failed  ${bots[2]}  evt-3  code 4101
`,
  )
  expect(channel.requests.map(({ operation }) => operation)).toEqual(['Query', 'Query'])
})

test('only the part of the index is asked that is meant', async () => {
  channel.requests.length = 0
  await list('--status', 'escalated', '--status', 'escalated')
  expect(channel.requests.map(({ operation }) => operation)).toEqual(['Query'])
})

test('the document has ids, kinds and times, and not a word of a user either', async () => {
  const { output } = await channel.operate(['reviews', 'list', '--status', 'report_failed', '--json'])
  expect(JSON.parse(output)).toEqual({
    ok: true,
    deployment: expect.stringMatching(/^local channel on http:/),
    reviews: [
      {
        time: '2026-09-21T14:13:22.000Z',
        bot: bots[2],
        connector: '7423989367674212345',
        event: 'evt-3',
        status: 'approved',
        report: 'failed',
        categories: [],
        policyVersion: 'p1',
        failure: { message: 'no permission', code: 4101, logId: 'log-1' },
      },
    ],
    isAll: true,
  })
})

test.each([
  [
    ['--status', 'escalated'],
    ['evt-1', 'evt-2'],
  ],
  [['--status', 'escalated', '--limit', '1'], ['evt-1']],
  [
    ['--status', 'escalated', '--status', 'report_failed', '--until', '2026-09-21T14:13:21Z'],
    ['evt-1', 'evt-2'],
  ],
  [
    ['--since', '2026-09-21T22:13:21+08:00'],
    ['evt-2', 'evt-3'],
  ],
  [['--since', '2026-09-22'], []],
  [['--status', 'in_review'], ['evt-5']],
  [
    ['--status', 'approved', '--status', 'in_review'],
    ['evt-5', 'evt-4', 'evt-3'],
  ],
  [
    ['--all', '--limit', '4'],
    ['evt-5', 'evt-4', 'evt-3', 'evt-2'],
  ],
])('with %j it lists %j', async (args, events) => {
  expect(await list(...args)).toEqual(events)
})

test('of a bot all reviews are listed, from its own part of the record', async () => {
  expect(await list('--bot', bots[3] ?? '')).toEqual(['evt-4'])
  expect(await list('--bot', bots[3] ?? '', '--status', 'escalated')).toEqual([])
})

test('that more is there than was asked for is said', async () => {
  const { output } = await channel.operate(['reviews', 'list', '--limit', '2'])
  expect(output).toMatch(/\nthere are more: raise --limit or --megabytes, or ask for less\n$/)
})

test('what no index answers is looked for as far as is said, at a cost that is said', async () => {
  const { receive, operate, reviews } = channel
  const large = { description: randomBytes(200_000).toString('base64') }
  for (let count = 0; count < 8; count += 1) await reviews.receive({ ...newSubmission(), ...large })
  const { botId } = await receive({ verdict: approve })
  const { output, errors } = await operate(['reviews', 'list', '--status', 'withdrawn', '--megabytes', '1'])
  expect(errors).toContain('looking through the record as far as 1 MB, which costs up to 128 read units ...')
  expect(output).toMatch(/^there are more/)
  expect((await operate(['reviews', 'list', '--all', '--limit', '100'])).output).toContain(botId)
})

test.each([
  ['a status that is none', ['--status', 'done'], 'status.0: Invalid option'],
  ['a time without a zone', ['--since', '2026-09-21T08:00'], 'since: a date as 2026-09-21'],
  ['a span without a unit', ['--last', '24'], 'last: minutes, hours or days'],
  ['two beginnings', ['--last', '24h', '--since', '2026-09-21'], 'two ways to the same'],
  ['no reviews at all', ['--limit', '0'], 'limit: '],
  ['every status and one', ['--all', '--status', 'escalated'], 'give one'],
  ['a channel without a bot', ['--connector', '7'], 'give --bot as well'],
])('%s is wrong use', async (_what, args, problem) => {
  const { code, errors } = await channel.operate(['reviews', 'list', ...args])
  expect([code, errors]).toEqual([2, expect.stringContaining(problem)])
})

test('an empty record says so', async () => {
  const empty = await openRecordChannel()
  expect((await empty.operate(['reviews', 'list'])).output).toBe('none\n')
  const { code, errors } = await empty.operate(['reviews', 'list', '--bot', '1'])
  expect([code, errors]).toEqual([1, expect.stringContaining('the record is empty')])
  await empty.close()
})
