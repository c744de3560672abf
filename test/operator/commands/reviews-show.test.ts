import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newSubmission } from '../../functions/reviews/open-store.ts'
import { approve, escalate, openRecordChannel } from '../open-record-channel.ts'

let channel: Awaited<ReturnType<typeof openRecordChannel>>

beforeAll(async () => {
  channel = await openRecordChannel()
})
afterAll(() => channel.close())

/** A bot with three versions: taken back, decided by a person, and in review. */
async function live(): Promise<string> {
  const { clock, receive, reviews } = channel
  const later = (ms: number) => {
    clock.nowMs += ms
  }
  const first = await receive({ eventId: 'evt-1', eventTime: 1_790_000_000_000, verdict: approve })
  const { botId } = first
  later(2_000)
  await reviews.setNewest({ ...first, eventId: 'evt-2', eventTime: 1_790_000_001_000, kind: 'publish' })
  await reviews.close(first, 'superseded', { logId: 'log-1' })
  const second = await receive({ botId, eventId: 'evt-2', eventTime: 1_790_000_001_000, verdict: escalate })
  later(60_000)
  const decision = { decision: 'reject', reason: '请删去微信号', by: 'alice' } as const
  await reviews.recordReport(await reviews.recordDecision(second, decision), 'log-2')
  later(60_000)
  await receive({ botId, eventId: 'evt-3', eventTime: 1_790_000_100_000 })
  return botId
}

test('the history of a bot is told, the newest first, with what was said, objected to, decided and reported', async () => {
  const bot = await live()
  const { code, output } = await channel.operate(['reviews', 'show', bot])
  expect(code).toBe(0)
  expect(output).toBe(`bot ${bot} on channel 7423989367674212345
newest event: publish evt-3 of 2026-09-21T14:15:00.000Z

evt-3: in_review
  published       2026-09-21T14:15:00.000Z, version 1, by user 42
  received        2026-09-21T14:15:22.000Z
  name            天气助手 🤖
  description

evt-2: rejected
  published       2026-09-21T14:13:21.000Z, version 1, by user 42
  received        2026-09-21T14:13:22.000Z
  name            天气助手 🤖
  description
  escalated       2026-09-21T14:13:22.000Z by policy p1
  finding         X.3 escalate, description, exact view, contact/wechat, policy: 加微信
  rejected        2026-09-21T14:14:22.000Z by alice
  reason          请删去微信号
  reported        2026-09-21T14:14:22.000Z, log id log-2

evt-1: superseded
  published       2026-09-21T14:13:20.000Z, version 1, by user 42
  received        2026-09-21T14:13:20.000Z
  name            天气助手 🤖
  description
  approved        2026-09-21T14:13:20.000Z by policy p1
  taken back      2026-09-21T14:13:22.000Z, Coze was told the state of the newest event, log id log-1
  superseded      2026-09-21T14:13:22.000Z
`)
})

test('the document is the records as they are stored', async () => {
  const review = await channel.receiveFailed()
  const { output } = await channel.operate(['reviews', 'show', review.botId, '--json'])
  expect(JSON.parse(output)).toMatchObject({
    ok: true,
    bot: review.botId,
    connector: '7423989367674212345',
    newest: { eventId: 'evt-1', kind: 'publish' },
    reviews: [{ name: '天气助手 🤖', status: 'approved', report: 'failed', receivedAt: review.receivedAt }],
  })
})

test('what failed last is told as long as it matters', async () => {
  const review = await channel.receiveFailed()
  const show = async () => (await channel.operate(['reviews', 'show', review.botId])).output
  expect(await show()).toContain('  failed last     no permission\n')
  await channel.reviews.recordReport(review, 'log-2')
  expect(await show()).not.toContain('no permission')
})

test('nothing that a user wrote steers the terminal', async () => {
  const submission = { ...newSubmission(), name: '\u001b]0;天气\u0007\n助手' }
  await channel.reviews.receive(submission)
  const { output } = await channel.operate(['reviews', 'show', submission.botId])
  expect(output).toContain('name            \\u{1b}]0;天气\\u{7} ⏎ 助手\n')
})

test('a bot that nobody published is told from one on another channel', async () => {
  const { code, errors } = await channel.operate(['reviews', 'show', '999'])
  expect([code, errors]).toEqual([
    1,
    expect.stringContaining(
      'bot 999 has no review on channel 7423989367674212345: see the id, or name another',
    ),
  ])
})

test('a bot on two channels is shown on the one that is named', async () => {
  const submission = newSubmission()
  const show = (...args: string[]) => channel.operate(['reviews', 'show', submission.botId, ...args])
  await channel.reviews.receive(submission)
  await channel.reviews.receive({ ...submission, connectorId: '7' })
  const { code, errors } = await show()
  expect([code, errors]).toEqual([2, expect.stringContaining('is on several channels')])
  expect((await show('--connector', '7')).output).toContain(`bot ${submission.botId} on channel 7\n`)
})
