import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { openChannel } from '../../journeys/open-channel.ts'
import { openLightChannel } from '../open-light-channel.ts'
import { operate } from '../sit-down.ts'

const scratch = await mkdtemp(join(tmpdir(), 'rotate-'))
afterAll(() => rm(scratch, { recursive: true }))

/** As `printf %s token | sha256sum` has them. */
const prints = { 'local-callback-token': '95ba836c', 'next-token': '394889a5' }

const rotate = (args: readonly string[], seat: Parameters<typeof operate>[1]) =>
  operate(['rotate-token', ...args, '--local'], seat)

test('a rotation loses no callback: both tokens are valid until the old app is gone', async () => {
  await using channel = await openChannel()
  const port = new URL(channel.aws.url).port
  const publish = () => channel.coze.publish({ name: '天气助手', description: '查询天气' })

  const added = await rotate(['--token-file', '-', '--yes'], { port, input: 'next-token\n' })
  expect([added.code, added.output]).toEqual([
    0,
    `newest    ${prints['next-token']}
previous  ${prints['local-callback-token']}
every function knows it within a minute; when Coze signs with it: rotate-token --finish
`,
  ])
  expect((await publish()).audit).toBeDefined()

  const tooEarly = await rotate(['--finish', '--yes'], { port })
  expect(tooEarly).toMatchObject({
    code: 1,
    errors: expect.stringContaining(
      `signs with token ${prints['local-callback-token']}, which is to be dropped: it has to stay until the app is deleted`,
    ),
  })

  const { id } = channel.coze.callbackApps.create()
  channel.coze.callbackApps.change('7512045450401153075', { callbackUrl: '' })
  channel.coze.callbackApps.change(id, { verifyToken: 'next-token', callbackUrl: channel.aws.callbackUrl })
  expect((await publish()).audit).toBeDefined()

  const finished = await rotate(['--finish', '--yes', '--json'], { port })
  expect(finished.code).toBe(0)
  expect(JSON.parse(finished.output)).toEqual({
    ok: true,
    deployment: `local channel on ${channel.aws.url}`,
    valid: [prints['next-token']],
    note: `${prints['local-callback-token']} is no longer valid in a minute at the latest`,
  })
  expect((await publish()).audit).toBeDefined()
})

let channel: Awaited<ReturnType<typeof openLightChannel>>
let port: string
beforeAll(async () => {
  channel = await openLightChannel()
  port = channel.port
})
afterAll(() => channel[Symbol.asyncDispose]())

test('a token that is the newest already is not stored again', async () => {
  channel.putSecret('tokens', '{"tokens":["next-token","local-callback-token"]}')
  const { code, output } = await rotate(['--token-file', '-'], { port, input: 'next-token' })
  expect([code, output]).toEqual([0, expect.stringContaining('nothing was changed')])
  expect(await channel.getSecret('tokens')).toEqual({ tokens: ['next-token', 'local-callback-token'] })
})

test('a third token drops none of the two before, and an old one becomes the newest again', async () => {
  channel.putSecret('tokens', '{"tokens":["next-token","local-callback-token"]}')
  await rotate(['--token-file', '-', '--yes'], { port, input: 'third-token' })
  await rotate(['--token-file', '-', '--yes'], { port, input: 'next-token' })
  expect(await channel.getSecret('tokens')).toEqual({
    tokens: ['next-token', 'third-token', 'local-callback-token'],
  })
})

test('finishing what was never begun changes nothing', async () => {
  channel.putSecret('tokens', '{"tokens":["next-token"]}')
  const { code, output } = await rotate(['--finish'], { port })
  expect([code, output]).toEqual([0, expect.stringContaining('no previous token: nothing was changed')])
})

test('where Coze cannot be asked who signs with what, the person is told so and decides', async () => {
  channel.putSecret('tokens', '{"tokens":["next-token","local-callback-token"]}')
  const refused = await rotate(['--finish'], { port, answer: 'n' })
  expect(refused.errors).toContain('Coze could not be asked')
  expect(refused.code).toBe(1)
  expect(await rotate(['--finish'], { port, answer: 'y' })).toMatchObject({ code: 0 })
  expect(await channel.getSecret('tokens')).toEqual({ tokens: ['next-token'] })
})

describe('with the apps that Coze shows', () => {
  let door: Awaited<ReturnType<typeof openLightChannel>>
  const sends = (callbackUrl: string, verifyToken: string) => {
    door.coze.callbackApps.register(callbackUrl, verifyToken)
    return door.coze.callbackApps.inUse().id
  }
  const stored = () => door.getSecret('tokens')
  beforeEach(async () => {
    door = await openLightChannel()
    door.putSecret('credentials', '{"access_token":"local-access-token"}')
    door.putSecret('tokens', '{"tokens":["next-token","local-callback-token"]}')
  })
  afterEach(() => door[Symbol.asyncDispose]())

  test('a token is not dropped that an app signs with, be it sent by way of another URL', async () => {
    const id = sends('https://firewall.example.com/callback', 'local-callback-token')
    const { code, errors } = await rotate(['--finish', '--yes'], { port: door.port })
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining(
        `callback app ${id}, which sends to https://firewall.example.com/callback, signs with token 95ba836c`,
      ),
    ])
    expect(await stored()).toEqual({ tokens: ['next-token', 'local-callback-token'] })
  })

  test('none is dropped while Coze does not tell what signs the callbacks that come here', async () => {
    const id = sends(door.callbackUrl, '')
    const { code, errors } = await rotate(['--finish', '--yes'], { port: door.port })
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining(`Coze does not tell which token callback app ${id} signs with`),
    ])
    expect(await stored()).toEqual({ tokens: ['next-token', 'local-callback-token'] })
  })

  test('a token that a colleague stores while the person thinks is not dropped', async () => {
    const whenAsked = () =>
      door.putSecret('tokens', '{"tokens":["third-token","next-token","local-callback-token"]}')
    const { code, errors } = await rotate(['--finish'], { port: door.port, answer: 'y', whenAsked })
    expect([code, errors]).toEqual([1, expect.stringContaining('changed by somebody else meanwhile')])
    expect(await stored()).toEqual({ tokens: ['third-token', 'next-token', 'local-callback-token'] })
  })

  test('a token that a colleague stores while the person thinks stays beside the one that is added', async () => {
    const whenAsked = () => door.putSecret('tokens', '{"tokens":["third-token","next-token"]}')
    const file = join(scratch, 'token.txt')
    await writeFile(file, 'fourth-token')
    const { code } = await rotate(['--token-file', file], { port: door.port, answer: 'y', whenAsked })
    expect(code).toBe(0)
    expect(await stored()).toEqual({ tokens: ['fourth-token', 'third-token', 'next-token'] })
  })
})

test('a person pastes the token, and is asked after it', async () => {
  channel.putSecret('tokens', '{"tokens":["local-callback-token"]}')
  const seat = { port, input: 'next-token\n', answer: 'y' }
  const { code, errors } = await rotate(['--token-file', '-'], seat)
  expect([code, errors]).toEqual([0, expect.stringContaining('paste the token, then Enter: ')])
  expect(await channel.getSecret('tokens')).toEqual({ tokens: ['next-token', 'local-callback-token'] })
})

test('Control-C instead of a token is an interruption', async () => {
  const stop = new AbortController()
  const running = rotate(['--token-file', '-'], { port, answer: 'y', signal: stop.signal })
  await sleep(300)
  stop.abort()
  expect(await running).toMatchObject({ code: 130 })
})

test('where nobody can be asked nothing is changed', async () => {
  channel.putSecret('tokens', '{"tokens":["local-callback-token"]}')
  expect(await rotate(['--token-file', '-'], { port, input: 'next-token' })).toMatchObject({ code: 2 })
  expect(await channel.getSecret('tokens')).toEqual({ tokens: ['local-callback-token'] })
})

test('the status tells tokens apart without telling them', async () => {
  channel.putSecret('tokens', '{"tokens":["next-token","local-callback-token"]}')
  const { code, output } = await rotate(['--status'], { port })
  expect(code).toBe(0)
  expect(output).toMatch(/^newest {4}394889a5\nprevious {2}95ba836c\nchanged last: 20\d\d-.*Z\n$/)
})

test('a channel without a token is told as something wrong', async () => {
  await using empty = await openLightChannel()
  const { code, output } = await rotate(['--status', '--json'], { port: empty.port })
  expect(code).toBe(1)
  expect(JSON.parse(output)).toMatchObject({
    ok: false,
    valid: [],
    note: expect.stringContaining('run setup'),
  })
})

test.each([
  ['nothing', []],
  ['two things at once', ['--finish', '--status']],
])('to ask for %s is wrong use', async (_what, args) => {
  const { code, errors } = await rotate(args, { port })
  expect([code, errors]).toEqual([
    2,
    expect.stringContaining('one of --token-file FILE, --finish and --status'),
  ])
})
