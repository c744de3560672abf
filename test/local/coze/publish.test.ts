import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, jest, test } from '@jest/globals'
import type { CozeStandIn } from '../../../local/coze/coze-stand-in.ts'
import {
  approved,
  broken,
  type ChannelAnswer,
  empty,
  inReview,
  startStandIn,
  startTinyChannel,
  type TinyChannel,
} from './start-for-test.ts'

const command = fileURLToPath(new URL('../../../local/publish.ts', import.meta.url))

/** Each test starts a process, one waits for the two seconds of a re-sending. */
jest.setTimeout(30_000)

type Outcome = { readonly code: unknown; readonly output: string; readonly errors: string }

async function runPublish(
  port: number,
  options: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const env = { NO_COLOR: '1', PORT: String(port), ...environment }
  const child = spawn(process.execPath, [command, ...options], { env })
  const [[code], output, errors] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { code, output, errors }
}

function portOf({ url }: { readonly url: string }): number {
  return Number(new URL(url).port)
}

/** The stand-in has to listen one port above the channel, and that port may be taken: then the next pair. */
async function startPair(
  answer: (standIn: CozeStandIn) => ChannelAnswer,
): Promise<{ standIn: CozeStandIn; channel: TinyChannel }> {
  for (;;) {
    const standIn = await startStandIn()
    const channel = await startTinyChannel([answer(standIn)], portOf(standIn) - 1).catch(() => undefined)
    if (channel) return { standIn, channel }
  }
}

/** A channel that says "in review" and reports at once. */
function reviewAndReport(report: object): (standIn: CozeStandIn) => ChannelAnswer {
  return standIn => () => {
    void fetch(`${standIn.url}/v1/connectors/7423989367674212345/bots/7486758484001234567`, {
      method: 'PUT',
      headers: { Authorization: 'Bearer local-access-token' },
      body: JSON.stringify(report),
    })
    return '{"audit":{"audit_status":1}}'
  }
}

test('the answer and then the approval are said, each with its time', async () => {
  const { channel } = await startPair(reviewAndReport({ audit_status: 2 }))
  const { code, output, errors } = await runPublish(channel.port, ['--name', '翻译助手'])
  expect({ code, errors }).toEqual({ code: 0, errors: '' })
  expect(output).toMatch(
    /^publish {3}翻译助手 · bot 7486758484001234567\nanswer {4}1 in review · \d+ ms\nverdict {3}2 approved · [\d.]+ m?s\n$/,
  )
})

test('a rejection is said with its reason, line below line', async () => {
  const reason = '名称包含违禁词：“博彩”。\n请修改后重新发布。'
  const { channel } = await startPair(reviewAndReport({ audit_status: 3, reason }))
  const { code, output } = await runPublish(channel.port)
  expect(code).toBe(0)
  expect(output).toMatch(
    /\nverdict {3}3 rejected · [\d.]+ m?s\n {10}名称包含违禁词：“博彩”。\n {10}请修改后重新发布。\n$/,
  )
})

test('what the options and the environment say is what goes out', async () => {
  const { channel } = await startPair(() => approved)
  const options = [
    '--bot-id',
    '7486758484001234568',
    '--event-id',
    'evt-1',
    '--version',
    'v1',
    '--description',
    '介绍',
  ]
  await runPublish(channel.port, options, { COZE_CALLBACK_TOKEN: 'verify-token-for-tests' })
  const [received] = channel.received
  expect(received?.body).toMatch(/"event_id":"evt-1","created_at":\d{13},"connector_id":7423989367674212345}/)
  expect(received?.body).toMatch(
    /"bot_id_str":7486758484001234568,"bot_name":"天气助手","description":"介绍","version":"v1"}}$/,
  )
  const { 'x-coze-timestamp': timestamp, 'x-coze-nonce': nonce } = received?.headers ?? {}
  const signed = `${timestamp}${nonce}verify-token-for-tests${received?.body}`
  expect(received?.headers['x-coze-signature']).toBe(createHash('sha1').update(signed).digest('hex'))
})

test('an event that was decided before needs no waiting', async () => {
  const { channel } = await startPair(() => approved)
  const { code, output } = await runPublish(channel.port)
  expect(code).toBe(0)
  expect(output).toMatch(/\nanswer {4}2 approved · \d+ ms\n$/)
})

test('a verdict that does not come in time is missed with a word', async () => {
  const { channel } = await startPair(() => inReview)
  const { code, output, errors } = await runPublish(channel.port, ['--wait', '0.2'])
  expect({ code, errors }).toEqual({
    code: 1,
    errors: 'no verdict within 0.2 s: the review may be waiting for a person, see the log of npm start\n',
  })
  expect(output).toMatch(/\nanswer {4}1 in review · \d+ ms\n$/)
})

test('where nothing listens the way to start the channel is said', async () => {
  const channel = await startTinyChannel([empty])
  await channel.close()
  expect(await runPublish(channel.port)).toEqual({
    code: 1,
    output: 'publish   天气助手 · bot 7486758484001234567\n',
    errors: `nothing answers on http://127.0.0.1:${channel.port}: start the channel with npm start\n`,
  })
})

const refusals: readonly (readonly [name: string, answer: ChannelAnswer, errors: string])[] = [
  [
    'a refusal with 401 points at the token',
    { status: 401, body: '' },
    'refused with 401: COZE_CALLBACK_TOKEN here is not the token of the channel\n',
  ],
  ['an error is told', broken, 'the channel did not accept the publish: status 500\n'],
  [
    'an answer without an audit is told',
    empty,
    'the channel did not accept the publish: no audit in the answer\n',
  ],
]

for (const [name, answer, errors] of refusals) {
  test(name, async () => {
    const { channel } = await startPair(() => answer)
    expect(await runPublish(channel.port)).toMatchObject({ code: 1, errors })
  })
}

test('a channel below something else than a stand-in answers, but its verdict cannot be seen', async () => {
  const { standIn, channel } = await startPair(() => inReview)
  await standIn.close()
  await startTinyChannel([{ status: 404, body: '' }], portOf(standIn))
  const { code, errors } = await runPublish(channel.port)
  expect(code).toBe(1)
  expect(errors).toBe(
    `no stand-in for Coze answers on http://127.0.0.1:${portOf(standIn)}: the verdict cannot be seen\n`,
  )
})

test('with the real Coze behind the channel the event is sent again until its answer is a verdict', async () => {
  const channel = await startTinyChannel([inReview, approved])
  const { code, output } = await runPublish(channel.port, [], { COZE_API_BASE: 'https://api.coze.cn' })
  expect(code).toBe(0)
  expect(output).toMatch(/\nverdict {3}2 approved · [2-9]\.\d s\n$/)
  const [first, second] = channel.received
  expect(second).toMatchObject({
    body: first?.body,
    headers: { 'x-coze-signature': first?.headers['x-coze-signature'] },
  })
})

test('colour is for terminals and for those who force it', async () => {
  const { channel } = await startPair(() => approved)
  const environment = { NO_COLOR: undefined, FORCE_COLOR: '1' }
  const { output } = await runPublish(channel.port, [], environment)
  expect(output).toContain('\u001b[32m2 approved\u001b[39m')
})

test('help is help', async () => {
  expect(await runPublish(3000, ['--help'])).toEqual({
    code: 0,
    output: expect.stringContaining('npm run publish -- [options]'),
    errors: '',
  })
})

const misuses: readonly (readonly [option: string, value: string, errors: string])[] = [
  ['--nmae', '天气助手', "Unknown option '--nmae'"],
  ['--bot-id', '天气', 'an id has up to 19 digits'],
  ['--wait', 'soon', 'expected number'],
]

for (const [option, value, errors] of misuses) {
  test(`${option} ${value} is explained`, async () => {
    const outcome = await runPublish(3000, [option, value])
    expect(outcome).toEqual({ code: 1, output: '', errors: expect.stringContaining(errors) })
  })
}
