import { userInfo } from 'node:os'
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

const doubtful = { name: '学习群', description: '加微信进群' }
const statesTold = (botId: string) =>
  channel.coze.reports.filter(report => report.botId === botId).map(({ auditStatus }) => auditStatus)

/** Publishes what the moderators leave to a person. */
async function publishDoubtful() {
  const publish = await channel.coze.publish({ botId: newBotId(), ...doubtful })
  await channel.drained()
  return publish
}

const approve = (bot: string, ...args: string[]) =>
  operate(['reviews', 'approve', bot, '--local', ...args], { port, answer: 'y' })

test('what a person approves is approved at Coze, once, and the command waits for it', async () => {
  const { botId } = await publishDoubtful()
  const { code, output, errors } = await approve(botId)
  expect(code).toBe(0)
  expect(output).toMatch(
    new RegExp(
      `^bot ${botId}, event \\S+: approved by ${userInfo().username}; Coze knows it since 20\\S+Z, log id [0-9a-f]{32}\n$`,
    ),
  )
  expect(errors).toContain('waiting until Coze knows, 1 to go ...')
  expect(channel.coze.bot(botId)).toMatchObject({ state: 2 })

  expect((await approve(botId)).code).toBe(0)
  await channel.drained()
  expect(statesTold(botId)).toEqual([2])
})

test('a newer publish in between is not waved through, and nothing is told to Coze', async () => {
  const { botId, eventId } = await publishDoubtful()
  await channel.coze.publish({ botId, ...doubtful })
  const { code, errors } = await approve(botId, '--event', eventId)
  expect([code, errors]).toEqual([1, expect.stringContaining('was published again')])
  await channel.drained()
  expect(channel.coze.bot(botId)).toMatchObject({ state: 1 })
  expect(statesTold(botId)).toEqual([])
})

test('a newer publish during the report takes the approval back, and the person is told', async () => {
  const { botId } = await publishDoubtful()
  const slow = channel.coze.hold('report')
  const approving = approve(botId)
  await slow.met
  await channel.coze.publish({ botId, name: '开票小帮手', description: '代开发票，价格优惠' })
  slow.release()
  const { code, output } = await approving
  expect([code, output]).toEqual([1, expect.stringContaining('but the bot was published again')])
  await channel.coze.shown(botId, 3)
  expect(statesTold(botId)).toEqual([2, 1, 3])
  const shown = await operate(['reviews', 'show', botId, '--local'], { port })
  expect(shown.output).toMatch(/\n {2}taken back +20\S+Z, Coze was told .* log id [0-9a-f]{32}\n/)
})

test('a bot that left in between is not brought back', async () => {
  const { botId } = await publishDoubtful()
  await channel.coze.unpublish(botId)
  expect((await approve(botId)).code).toBe(1)
  expect(channel.coze.bot(botId)).toMatchObject({ state: 'unpublished' })
  expect(statesTold(botId)).toEqual([])
})

test('whoever does not wait as long as Coze takes is told that it goes on by itself', async () => {
  const { botId } = await publishDoubtful()
  const slow = channel.coze.hold('report')
  const { code, output } = await approve(botId, '--wait', '0.1')
  expect([code, output]).toEqual([1, expect.stringContaining('Coze does not know it yet')])
  slow.release()
  await channel.coze.shown(botId, 2)
})

test('an event that Coze sends again after the decision is answered with it', async () => {
  const publish = await publishDoubtful()
  await approve(publish.botId)
  expect((await channel.coze.publish(publish)).audit).toMatchObject({ auditStatus: 2 })
})

test.each([
  ['no bot', [], 'bot is missing'],
  ['a bot that is no number', ['学习群'], 'bot: an id is a number'],
  ['a nameless person', ['1', '--by', ' '], 'by: a name of up to 200 characters'],
  ['a name that would steer the terminal', ['1', '--by', '\u001b[2J'], 'by: a name of'],
  ['a wait without end', ['1', '--wait', '99999'], 'wait: '],
])('%s is wrong use', async (_what, args, problem) => {
  const { code, errors } = await operate(['reviews', 'approve', ...args, '--local'], { port })
  expect([code, errors]).toEqual([2, expect.stringContaining(problem)])
})
