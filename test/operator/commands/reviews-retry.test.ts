import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newBotId, openChannel } from '../../journeys/open-channel.ts'
import { approve, escalate, openRecordChannel } from '../open-record-channel.ts'
import { operate } from '../sit-down.ts'

let channel: Awaited<ReturnType<typeof openRecordChannel>>

beforeAll(async () => {
  channel = await openRecordChannel()
})
afterAll(() => channel.close())

const retry = (...args: string[]) => channel.operate(['reviews', 'retry', '--yes', '--wait', '0', ...args])
const botsOf = (output: string) => [...output.matchAll(/ (?:bot )?(\d+)[ ,]/g)].map(([, bot]) => bot)
const takeTasks = async () => (await channel.takeTasks()).map(({ Body = '' }) => JSON.parse(Body))

test('what Coze refused for good is reported when it is mended', async () => {
  await using full = await openChannel()
  const port = new URL(full.aws.url).port
  full.coze.misbehave({ on: 'report', times: 2, how: { code: 4101 } })
  const honest = { name: '天气助手', description: '查询天气' }
  const one = await full.coze.publish({ botId: newBotId(), ...honest })
  await full.drained()
  const args = ['reviews', 'retry', '--local', '--yes']

  const inVain = await operate(args, { port })
  expect([inVain.code, inVain.output]).toEqual([
    1,
    expect.stringMatching(
      /approved by policy \S+; Coze refused it \(.*4101.*\)\. Mend that, then reviews retry/,
    ),
  ])
  const mended = await operate(args, { port })
  expect([mended.code, mended.output]).toEqual([0, expect.stringContaining('Coze knows it since')])
  expect(full.coze.bot(one.botId)).toMatchObject({ state: 2 })
  expect((await operate(args, { port })).output).toBe('none\n')
  await full.drained()
  expect(full.coze.reports.map(({ auditStatus }) => auditStatus)).toEqual([2, 2, 2])
})

test('a dry run lists what would be reported, and changes nothing', async () => {
  const review = await channel.receiveFailed()
  const { code, output } = await retry('--dry-run')
  expect([code, output]).toEqual([
    0,
    `2026-09-21T14:13:20.000Z  approved, report failed  ${review.botId}  evt-1  code 4101\n`,
  ])
  expect(await channel.reviews.find(review)).toEqual(await find(review.botId))
  expect(await find(review.botId)).toMatchObject({ report: 'failed' })
  expect(await takeTasks()).toEqual([])
})

async function find(botId: string) {
  const [review] = await channel.reviews.listReviews({ connectorId: '7423989367674212345', botId })
  return review
}

test('run twice it queues twice, which the moderation function survives, until Coze knows', async () => {
  const { botId } = await channel.receiveFailed()
  expect((await retry('--bot', botId)).code).toBe(0)
  expect(await find(botId)).toMatchObject({ status: 'approved', report: 'due' })
  await retry('--bot', botId)
  const tasks = await takeTasks()
  expect(tasks.map(task => task.botId)).toEqual([botId, botId])
  const review = await find(botId)
  if (review !== undefined) await channel.reviews.recordReport(review, 'log-1')
  expect((await retry('--bot', botId)).output).toBe('none\n')
})

test('a decision whose task was never queued is reported', async () => {
  const review = await channel.receive({ verdict: escalate })
  await channel.reviews.recordDecision(review, { decision: 'approve', by: 'alice' })
  const { output } = await retry('--dry-run')
  expect(output).toContain(`approved, not reported yet  ${review.botId}  evt-1  by alice`)
  await takeTasks()
  await retry()
  expect((await takeTasks()).map(task => task.botId)).toContain(review.botId)
})

test('only those of a time, of a verdict or of a bot are reported, and no more than the limit', async () => {
  channel.clock.nowMs += 3_600_000
  const since = new Date(channel.clock.nowMs).toISOString()
  const reject = { ...approve, decision: 'reject', reason: '请修改名称' } as const
  const approved = await channel.receiveFailed()
  channel.clock.nowMs += 1_000
  const rejected = await channel.receiveFailed({ verdict: reject })
  const select = async (...args: string[]) => botsOf((await retry('--dry-run', ...args)).output)
  expect(await select('--since', since)).toEqual([approved.botId, rejected.botId])
  expect(await select('--since', since, '--status', 'approved')).toEqual([approved.botId])
  expect(await select('--since', since, '--until', since)).toEqual([approved.botId])
  expect(await select('--bot', rejected.botId)).toEqual([rejected.botId])
  expect((await retry('--dry-run', '--since', since, '--limit', '1')).output).toMatch(
    new RegExp(`^\\S+ +approved, report failed +${approved.botId} .*\nthere are more: run it again`),
  )
})

test('where nobody can be asked nothing is queued', async () => {
  await channel.receiveFailed()
  await takeTasks()
  const { code, errors } = await channel.operate(['reviews', 'retry'])
  expect([code, errors]).toEqual([2, expect.stringMatching(/The verdicts on \d+ reviews will be reported/)])
  expect(await takeTasks()).toEqual([])
})

test('a report that a newer publish has overtaken ends as well', async () => {
  const review = await channel.receiveFailed()
  const args = ['reviews', 'retry', '--bot', review.botId, '--yes', '--wait', '20']
  const retrying = channel.operate(args)
  // In the place of the moderation function, which has a newer task of the bot before this one.
  while ((await takeTasks()).length === 0) await sleep(50)
  await channel.reviews.close(review, 'superseded')
  const { code, output } = await retrying
  expect([code, output]).toEqual([0, expect.stringContaining('but the bot was published again')])
})

test('what Coze does not know is not to be mended, but closed', async () => {
  const review = await channel.receiveFailed()
  await takeTasks()
  const retrying = channel.operate(['reviews', 'retry', '--yes', '--bot', review.botId])
  while ((await takeTasks()).length === 0) await sleep(50)
  await channel.reviews.recordReportFailure(review, { message: 'not found', code: 4200 })
  const advice = `Coze refused it (not found). If the bot is gone, reviews close ${review.botId}`
  expect(await retrying).toMatchObject({ code: 1, output: expect.stringContaining(advice) })
})

test('the document tells what became of each', async () => {
  const { botId } = await channel.receiveFailed()
  const { output } = await retry('--bot', botId, '--json')
  expect(JSON.parse(output)).toMatchObject({
    ok: true,
    isAll: true,
    reviews: [{ bot: botId, status: 'approved', report: 'due' }],
  })
})

test.each([
  ['a status that has no report', ['--status', 'escalated'], 'status: Invalid option'],
  ['a channel without a bot', ['--connector', '7'], 'give --bot as well'],
])('%s is wrong use', async (_what, args, problem) => {
  const { code, errors } = await retry(...args)
  expect([code, errors]).toEqual([2, expect.stringContaining(problem)])
})
