import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openChannel } from '../../journeys/open-channel.ts'
import { openLightChannel } from '../open-light-channel.ts'
import { operate } from '../sit-down.ts'

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
      `still sends here and signs with token ${prints['local-callback-token']}, which is to be dropped`,
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
