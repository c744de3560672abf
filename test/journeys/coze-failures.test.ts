import { afterAll, expect, test } from '@jest/globals'
import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose'
import type { Misconduct } from '../../local/coze/misbehaviour.ts'
import { newBotId, openChannel } from './open-channel.ts'

const keys = await generateKeyPair('RS256', { extractable: true })
const { coze, lines, drained, close } = await openChannel({
  cozeCredentials: JSON.stringify({
    client_type: 'jwt',
    client_id: '1160000000000',
    coze_www_base: 'https://www.coze.cn',
    coze_api_base: 'https://api.coze.cn',
    private_key: await exportPKCS8(keys.privateKey),
    public_key_id: 'fingerprint',
  }),
  standIn: {
    accessTokens: [],
    oauthApp: {
      clientId: '1160000000000',
      publicKey: await exportSPKI(keys.publicKey),
      keyId: 'fingerprint',
    },
  },
})
afterAll(close)

const honest = { name: '天气助手', description: '查询天气' }
const reportsOf = (botId: string) => coze.reports.filter(report => report.botId === botId)

const publish = async () => (await coze.publish({ botId: newBotId(), ...honest })).botId

test('the OAuth app of the channel is enough to report', async () => {
  const botId = await publish()
  await coze.shown(botId, 2)
  expect(reportsOf(botId)).toMatchObject([{ auditStatus: 2, tookEffect: true }])
})

test.each<[string, Misconduct]>([
  ['answers 500', { status: 500 }],
  ['answers 200 with code 5000', { code: 5000 }],
  ['is overloaded (4009)', { code: 4009 }],
  ['limits the rate (4008)', { code: 4008 }],
  ['does not know the bot yet (4006)', { code: 4006 }],
  ['drops the connection', 'drop'],
  ['takes the report and drops the connection', { takeEffectThen: 'drop' }],
  ['takes the report and answers 502', { takeEffectThen: { status: 502 } }],
])('when Coze %s the verdict is reported later, in the same words', async (_what, how) => {
  const { met } = coze.misbehave({ on: 'report', how })
  const botId = await publish()
  await met
  await drained()
  expect(coze.bot(botId)).toMatchObject({ state: 2 })
  expect(reportsOf(botId).map(({ auditStatus }) => auditStatus)).toEqual([2, 2])
})

test('when Coze hangs the call is given up, and the verdict is reported later', async () => {
  coze.misbehave({ on: 'report', how: 'hang' })
  const botId = await publish()
  await coze.shown(botId, 2, 20_000)
})

test('Coze is not asked again before the time of its Retry-After', async () => {
  coze.misbehave({ on: 'report', how: { status: 429, headers: { 'Retry-After': '4' } } })
  const botId = await publish()
  await coze.shown(botId, 2, 20_000)
  const [refused, taken] = reportsOf(botId)
  expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(4_000)
})

test('a token that Coze refuses is replaced at once', async () => {
  coze.misbehave({ on: 'report', how: { status: 401, body: { code: 4100, msg: '' } } })
  const botId = await publish()
  await coze.shown(botId, 2)
  const [refused, taken] = reportsOf(botId)
  expect(refused?.token).not.toBe(taken?.token)
})

test('a token that cannot be had is asked for again later', async () => {
  coze.misbehave({ on: 'report', how: { status: 401 } })
  coze.misbehave({ on: 'token', how: { status: 500 } })
  const botId = await publish()
  await coze.shown(botId, 2, 20_000)
})

test('a refusal that another try would not help ends in the record and in the log, with Coze’s log id', async () => {
  coze.misbehave({
    on: 'report',
    how: { status: 403, headers: { 'X-Tt-Logid': 'log-403' }, body: { code: 4101 } },
  })
  const botId = await publish()
  await drained()
  expect(reportsOf(botId)).toHaveLength(1)
  const failed = lines.find(line => line.includes('"report-failed"') && line.includes(botId))
  expect(failed).toContain('"code":4101')
  expect(failed).toContain('"logId":"log-403"')
})
