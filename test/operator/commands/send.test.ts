import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newBotId, openChannel } from '../../journeys/open-channel.ts'
import { answerJson, serve } from '../../serve.ts'
import { openLightChannel } from '../open-light-channel.ts'
import { operate } from '../sit-down.ts'

const connector = '7423989367674212345'
let channel: Awaited<ReturnType<typeof openChannel>>
let port: string
let scratch: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'send-'))
  channel = await openChannel()
  port = new URL(channel.aws.url).port
})
afterAll(async () => {
  await channel.close()
  await rm(scratch, { recursive: true })
})

const send = (args: readonly string[], seat: Parameters<typeof operate>[1] = {}) =>
  operate(['send', ...args, '--local'], { port, ...seat })

test('a challenge is echoed, and its answer and time are told', async () => {
  const { code, output } = await send(['url_verification'])
  expect(code).toBe(0)
  expect(output).toMatch(/^HTTP 200 · \d+ ms\n\{"challenge":"[0-9a-f-]{36}"\}\n$/)
})

test('a publish starts a review, whatever is given goes along, and the document says what was sent', async () => {
  const bot = newBotId()
  const given = [
    '--connector',
    connector,
    '--bot',
    bot,
    '--name',
    '开票',
    '--version',
    'v7',
    '--event-id',
    'e-7',
  ]
  const { code, output } = await send(['bot.published', ...given, '--yes', '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(output)).toMatchObject({
    ok: true,
    url: channel.aws.callbackUrl,
    sent: {
      header: { event_type: 'bot.published', event_id: 'e-7', connector_id: '7423989367674212345' },
      event: { bot_id: bot, bot_name: '开票', description: '查询天气', version: 'v7' },
    },
    status: 200,
    body: '{"audit":{"audit_status":1}}',
  })
})

test.each(['bot.unpublished', 'bot.deleted', 'benefit.usage', 'an.event.of.tomorrow'])(
  '%s is taken as well',
  async event => {
    const { code, output } = await send([event, '--connector', connector, '--bot', newBotId(), '--yes'])
    expect([code, output]).toEqual([0, expect.stringMatching(/^HTTP 200 · \d+ ms\n\{\}\n$/)])
  },
)

test('what changes the record is not sent where nobody can be asked', async () => {
  const { code, output, errors } = await send(['bot.deleted', '--connector', connector])
  expect([code, output]).toEqual([2, ''])
  expect(errors).toContain('nothing was changed: say --yes')
})

test('whoever is asked may say no', async () => {
  const { code, errors } = await send(['bot.deleted', '--connector', connector], { answer: 'n' })
  expect([code, errors]).toEqual([1, expect.stringContaining('nothing was changed')])
})

test('whoever is asked may say yes', async () => {
  const { code } = await send(['bot.deleted', '--connector', connector], { answer: 'y' })
  expect(code).toBe(0)
})

test('the channel is that of the callback app which sends here', async () => {
  const { code, output } = await send(['bot.published', '--bot', newBotId(), '--yes', '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(output)).toMatchObject({ sent: { header: { connector_id: '7423989367674212345' } } })
})

test('an event about a bot needs its channel, where no callback app tells it', async () => {
  await using light = await openLightChannel()
  const args = ['send', 'bot.published', '--local', '--token-file', '-']
  const { code, errors } = await operate(args, { port: light.port, input: 'token' })
  expect([code, errors]).toEqual([2, expect.stringContaining('give its id with --connector')])
})

test('a channel that is not set up has no token to sign with', async () => {
  await using light = await openLightChannel()
  const { code, errors } = await operate(['send', 'a.probe', '--local'], { port: light.port })
  expect([code, errors]).toEqual([1, expect.stringContaining('run setup, or give --token-file')])
})

test('a wrong token from a file, or from standard input, is refused by the channel', async () => {
  const file = join(scratch, 'token.txt')
  await writeFile(file, 'another-token\n')
  const refused = { code: 1, output: expect.stringMatching(/^HTTP 401/) }
  expect(await send(['a.probe', '--token-file', file])).toMatchObject(refused)
  expect(await send(['a.probe', '--token-file', '-'], { input: 'another-token\n' })).toMatchObject(refused)
})

test('another address needs no channel where the token is given, and gets the signature of Coze', async () => {
  await using address = await serve((_request, response) => answerJson(response, 200, {}))
  const url = `${address.url}/anywhere`
  const { code } = await operate(['send', 'a.probe', '--url', url, '--token-file', '-'], { input: 'secret' })
  expect(code).toBe(0)
  expect(address.requests).toEqual([
    expect.objectContaining({
      method: 'POST',
      path: '/anywhere',
      headers: expect.objectContaining({
        'content-type': 'application/json',
        'x-coze-timestamp': expect.stringMatching(/^\d{13}$/),
        'x-coze-nonce': expect.stringMatching(/^[0-9a-f]{16}$/),
        'x-coze-signature': expect.stringMatching(/^[0-9a-f]{40}$/),
      }),
    }),
  ])
})

test.each([
  [
    'url_verification',
    '{"challenge":"another"}',
    'the challenge is not echoed, so Coze does not take this URL',
  ],
  ['url_verification', 'no JSON', 'the challenge is not echoed, so Coze does not take this URL'],
  ['bot.published', '{}', 'there is no audit in it, so the publish fails'],
  ['bot.published', '{"audit":{"audit_status":7}}', 'there is no audit in it, so the publish fails'],
])('to %s the answer %s is none that Coze takes', async (event, answer, fault) => {
  await using address = await serve((_request, response) => response.end(answer))
  const args = ['send', event, '--url', address.url, '--token-file', '-', '--connector', '7', '--yes']
  const { code, output } = await operate(args, { input: 'secret' })
  expect([code, output.split('\n').slice(1)]).toEqual([1, [answer, fault, '']])
})

test('an answer does nothing to the terminal', async () => {
  await using address = await serve((_request, response) => response.end('\u001b[2J\u009b1m天气'))
  const args = ['send', 'a.probe', '--url', address.url, '--token-file', '-']
  const { output } = await operate(args, { input: 'secret' })
  expect(output).toMatch(/ms\n\\u\{1b\}\[2J\\u\{9b\}1m天气\n$/)
})

test('no answer is a result of its own', async () => {
  const args = ['send', 'a.probe', '--url', 'http://127.0.0.1:9', '--token-file', '-', '--json']
  const { code, output } = await operate(args, { input: 'secret' })
  expect(code).toBe(1)
  expect(JSON.parse(output)).toMatchObject({ ok: false, failure: expect.any(String) })
})

test.each([
  ['a file that is not there', ['--token-file', '/nowhere/token'], 'cannot be read'],
  ['a bot that is no number', ['--bot', 'weather'], 'bot: an id is a number'],
  ['an address that is none', ['--url', 'example.com'], 'url: a URL'],
])('%s is refused', async (_what, args, problem) => {
  const { code, errors } = await send(['a.probe', ...args])
  expect([code, errors]).toEqual([2, expect.stringContaining(problem)])
})

test('a channel whose tokens cannot be read says what to do', async () => {
  await channel.aws.putSecret('SecretsCallbackTokens', 'not JSON')
  const { code, errors } = await send(['a.probe'])
  expect([code, errors]).toEqual([1, expect.stringContaining('is not {"tokens":["..."]}')])
})
