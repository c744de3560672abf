import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newBotId, openChannel } from '../../journeys/open-channel.ts'
import { openLightChannel } from '../open-light-channel.ts'
import { operate } from '../sit-down.ts'

let channel: Awaited<ReturnType<typeof openChannel>>
let port: string

beforeAll(async () => {
  channel = await openChannel()
  port = new URL(channel.aws.url).port
})
afterAll(() => channel.close())

async function publish(): Promise<string> {
  const { botId } = await channel.coze.publish({
    botId: newBotId(),
    name: '天气助手',
    description: '查询天气',
  })
  return botId
}

test('a bot is taken down, and its developer reads why', async () => {
  const bot = await publish()
  const args = ['unpublish', bot, '--reason', '用户投诉，经核实下架', '--local']
  const { code, output } = await operate(args, { port, answer: 'yes' })
  expect(code).toBe(0)
  expect(output).toMatch(
    new RegExp(`^bot ${bot} is off channel 7423989367674212345; log id of Coze [0-9a-f]{32}\n$`),
  )
  expect(channel.coze.bot(bot)).toMatchObject({ state: 'unpublished', reason: '用户投诉，经核实下架' })
})

test('a bot that has left says so a second time', async () => {
  const bot = await publish()
  const args = ['unpublish', bot, '--reason', '下架', '--local', '--yes', '--json']
  const { output } = await operate(args, { port })
  expect(JSON.parse(output)).toEqual({
    ok: true,
    bot,
    connector: '7423989367674212345',
    reason: '下架',
    logId: expect.any(String),
  })
  const again = await operate(args, { port })
  expect(again.code).toBe(1)
  expect(JSON.parse(again.output)).toEqual({
    ok: false,
    error: expect.stringMatching(/code 4200, log id \w+\. Coze does not know it, or not on this channel/),
  })
})

test('nobody is taken down where nobody can be asked', async () => {
  const bot = await publish()
  const { code } = await operate(['unpublish', bot, '--reason', '下架', '--local'], { port })
  expect(code).toBe(2)
  expect(channel.coze.bot(bot)?.state).not.toBe('unpublished')
})

test('without the permission it is named', async () => {
  channel.coze.misbehave({ on: 'unpublish', how: { code: 4101 } })
  const args = ['unpublish', '7486758484001234567', '--reason', '下架', '--local', '--yes']
  const { code, errors } = await operate(args, { port })
  expect([code, errors]).toEqual([
    1,
    expect.stringContaining('permission Connector.disconnectBot is missing'),
  ])
})

test('a reason of 1,024 characters is the longest', async () => {
  const bot = await publish()
  const unpublish = (reason: string) =>
    operate(['unpublish', bot, '--reason', reason, '--local', '--yes'], { port })
  expect(await unpublish('长'.repeat(1025))).toMatchObject({
    code: 2,
    errors: expect.stringContaining('1 to 1024 characters'),
  })
  expect(await unpublish('长'.repeat(1024))).toMatchObject({ code: 0 })
})

test.each([
  ['no reason', ['7486758484001234567'], 'reason is missing'],
  ['an empty reason', ['7486758484001234567', '--reason', ' '], '1 to 1024 characters'],
  ['no bot', ['--reason', '下架'], 'bot is missing'],
  ['a bot that is no number', ['天气助手', '--reason', '下架'], 'bot: an id is a number'],
])('%s is wrong use', async (_what, args, problem) => {
  const { code, errors } = await operate(['unpublish', ...args, '--local'], { port })
  expect([code, errors]).toEqual([2, expect.stringContaining(problem)])
})

test('a channel without credentials is sent to setup', async () => {
  await using light = await openLightChannel()
  const args = ['unpublish', '7486758484001234567', '--reason', '下架', '--local', '--yes']
  const { code, errors } = await operate(args, { port: light.port })
  expect([code, errors]).toEqual([
    1,
    expect.stringContaining('no Coze credentials yet: store them with setup'),
  ])
})
