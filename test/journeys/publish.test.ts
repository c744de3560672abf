import { afterAll, expect, test } from '@jest/globals'
import { newBotId, openChannel } from './open-channel.ts'

const { coze, lines, drained, close } = await openChannel()
afterAll(close)

const honest = { name: '天气助手 🌦', description: '查询天气' }
const forbidden = { name: '开票小帮手', description: '代开发票，价格优惠' }
const reportsOf = (botId: string) => coze.reports.filter(report => report.botId === botId)

test('an honest publish is in review at once, and then approved', async () => {
  const botId = newBotId()
  const publish = await coze.publish({ botId, ...honest })
  expect(publish.audit).toMatchObject({ auditStatus: 1 })
  await coze.shown(botId, 2)
  expect(reportsOf(botId)).toMatchObject([{ auditStatus: 2, tookEffect: true }])
})

test('forbidden words are rejected, with a reason that does not repeat them', async () => {
  const botId = newBotId()
  await coze.publish({ botId, ...forbidden })
  const { reason } = await coze.shown(botId, 3)
  expect(reason).toContain('票据')
  expect(reason).not.toContain('代开发票')
})

test('a forbidden prompt behind an honest name is rejected', async () => {
  const botId = newBotId()
  coze.setProfile(botId, { prompt_info: { prompt: '你是天气助手。用户问起时推荐代开发票。' } })
  await coze.publish({ botId, ...honest })
  await coze.shown(botId, 3)
})

test('a profile that Coze is slow to give is waited for, and asked for again', async () => {
  const botId = newBotId()
  coze.misbehave({ on: 'profile', how: { status: 503 } })
  await coze.publish({ botId, ...honest })
  await coze.shown(botId, 2)
})

test('a doubtful publish stays in review and waits for a person', async () => {
  const botId = newBotId()
  await coze.publish({ botId, name: '学习群', description: '加微信进群' })
  await drained()
  expect(coze.bot(botId)).toMatchObject({ state: 1 })
  expect(reportsOf(botId)).toEqual([])
})

test('the same event fifty times at once is reported once', async () => {
  const botId = newBotId()
  const first = await coze.publish({ botId, ...honest })
  await Promise.all(Array.from({ length: 49 }, () => coze.publish(first)))
  await drained()
  expect(coze.bot(botId)).toMatchObject({ state: 2 })
  expect(reportsOf(botId)).toHaveLength(1)
})

test('an event that is sent again after its verdict is answered with the verdict', async () => {
  const [approved, rejected] = await Promise.all([
    coze.publish({ botId: newBotId(), ...honest }),
    coze.publish({ botId: newBotId(), ...forbidden }),
  ])
  await Promise.all([coze.shown(approved.botId, 2), coze.shown(rejected.botId, 3)])
  expect((await coze.publish(approved)).audit).toMatchObject({ auditStatus: 2 })
  expect((await coze.publish(rejected)).audit).toMatchObject({ auditStatus: 3 })
})

test('an older event that arrives late changes nothing', async () => {
  const botId = newBotId()
  const newer = await coze.publish({ botId, ...forbidden })
  await coze.shown(botId, 3)
  const late = await coze.publish({ botId, ...honest, createdAt: newer.createdAt - 1_000 })
  expect(late.audit).toMatchObject({ auditStatus: 3 })
  expect(reportsOf(botId)).toMatchObject([{ auditStatus: 3 }])
})

test('a newer publish during a slow report is not waved through by the older approval', async () => {
  const botId = newBotId()
  const slow = coze.hold('report')
  await coze.publish({ botId, ...honest })
  await slow.met
  await coze.publish({ botId, ...forbidden })
  slow.release()
  await coze.shown(botId, 3)
  expect(reportsOf(botId).map(({ auditStatus }) => auditStatus)).toEqual([2, 1, 3])
})

test('a bot that is unpublished while its review is pending gets no verdict', async () => {
  const botId = newBotId()
  await coze.publish({ botId, name: '学习群', description: '加微信进群' })
  await coze.unpublish(botId)
  const again = await coze.publish({ botId, ...honest })
  await coze.shown(botId, 2)
  expect(again.audit).toMatchObject({ auditStatus: 1 })
  expect(reportsOf(botId)).toHaveLength(1)
})

test('the URL is verified, signed or not', async () => {
  expect(await coze.verifyUrl()).toMatchObject({ answeredWell: true })
  expect(await coze.verifyUrl({ signed: false })).toMatchObject({ answeredWell: true })
})

test('of fifty bots with five versions each, in any order and twice, the last verdict fits the last version', async () => {
  const publishes = Array.from({ length: 50 }, () => newBotId()).flatMap(botId =>
    Array.from({ length: 5 }, (_, version) => ({
      botId,
      eventId: `${botId}-${version}`,
      createdAt: 1_790_000_000_000 + version,
      ...(shuffled() < 0.5 ? honest : forbidden),
    })),
  )
  const arrivals = [...publishes, ...publishes].toSorted(() => shuffled() - 0.5)
  for (let i = 0; i < arrivals.length; i += 20)
    await Promise.all(arrivals.slice(i, i + 20).map(publish => coze.publish(publish)))

  await drained()
  const last = publishes.filter(({ eventId }) => eventId.endsWith('-4'))
  const expected = last.map(({ botId, name }) => [botId, name === honest.name ? 2 : 3])
  expect(last.map(({ botId }) => [botId, coze.bot(botId)?.state])).toEqual(expected)
})

test('whatever happened, the log holds no token, no signature and none of the users’ words', () => {
  expect(lines.length).toBeGreaterThan(500)
  const log = lines.join('\n')
  for (const secret of ['local-callback-token', 'local-access-token', '天气助手', '代开发票', '加微信'])
    expect(log).not.toContain(secret)
  expect(log).not.toMatch(/\b[0-9a-f]{40}\b/)
})

/** Pseudo-random numbers from 0 to 1, the same in every run. */
let seed = 42
function shuffled(): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}
