import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newBotId, openChannel } from '../../journeys/open-channel.ts'
import { operate } from '../sit-down.ts'

let channel: Awaited<ReturnType<typeof openChannel>>
let port: string

beforeAll(async () => {
  channel = await openChannel()
  port = new URL(channel.aws.url).port
})
afterAll(() => channel.close())

async function publishDoubtful(): Promise<string> {
  const botId = newBotId()
  await channel.coze.publish({ botId, name: '学习群', description: '加微信进群' })
  await channel.drained()
  return botId
}

const reject = (bot: string, ...args: string[]) =>
  operate(['reviews', 'reject', bot, '--local', '--yes', ...args], { port })

test('what a person rejects is rejected at Coze, and its developer reads why', async () => {
  const bot = await publishDoubtful()
  const { code, output } = await reject(bot, '--reason', '请删去微信号后重新发布', '--by', 'Li Lei', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(output)).toMatchObject({
    ok: true,
    status: 'rejected',
    report: 'done',
    reason: '请删去微信号后重新发布',
    decidedBy: 'Li Lei',
    logId: expect.any(String),
  })
  expect(channel.coze.bot(bot)).toMatchObject({ state: 3, reason: '请删去微信号后重新发布' })
})

test('two operators who disagree at once tell Coze one thing', async () => {
  const bot = await publishDoubtful()
  const answers = await Promise.all([
    reject(bot, '--reason', '请删去微信号', '--by', 'alice'),
    operate(['reviews', 'approve', bot, '--local', '--yes', '--by', 'bob'], { port }),
  ])
  expect(answers.map(({ code }) => code).toSorted()).toEqual([0, 1])
  await channel.drained()
  const told = channel.coze.reports.filter(({ botId }) => botId === bot)
  expect(told.map(({ auditStatus }) => auditStatus)).toEqual([answers[0].code === 0 ? 3 : 2])
})

test.each([
  ['no reason', [], 'reason is missing'],
  ['an empty reason', ['--reason', ' '], '1 to 500 characters'],
  ['a reason that nobody would read', ['--reason', '长'.repeat(501)], '1 to 500 characters'],
])('%s is wrong use', async (_what, args, problem) => {
  const { code, errors } = await reject('7486758484001234567', ...args)
  expect([code, errors]).toEqual([2, expect.stringContaining(problem)])
})
