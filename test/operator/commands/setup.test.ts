import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose'
import { openChannel } from '../../journeys/open-channel.ts'
import { openLightChannel } from '../open-light-channel.ts'
import { operate } from '../sit-down.ts'

const scratch = await mkdtemp(join(tmpdir(), 'setup-'))
afterAll(() => rm(scratch, { recursive: true }))

const connector = ['--connector', '7423989367674212345']
const withToken = { input: 'local-access-token\n' }
const first = ['setup', ...connector, '--token-file', '-', '--local', '--yes']

test('a channel that was just deployed goes live with one command, and reviews', async () => {
  await using channel = await openChannel({ isSetUp: false })
  const port = new URL(channel.aws.url).port
  const { code, output } = await operate(first, { port, ...withToken })
  expect([code, output]).toEqual([
    0,
    `done: store the Coze credentials
done: create a callback app of channel 7423989367674212345
done: store the verify token of the new app; those stored before stay valid
done: set the callback URL of the new app to ${channel.aws.callbackUrl}
done: subscribe the new app to bot.published, bot.unpublished, bot.deleted
callback app 7512045450401153075 of channel 7423989367674212345 sends to ${channel.aws.callbackUrl}
publish a bot to the channel, or look with doctor
`,
  ])
  const challenges = channel.lines.filter(line => line.includes('challenge-unverified'))
  expect(challenges).toEqual([])
  const { audit, botId } = await channel.coze.publish({ name: '天气助手', description: '查询天气' })
  expect(audit).toEqual({ auditStatus: 1, reason: '' })
  await channel.coze.shown(botId, 2)

  const again = await operate(['setup', '--local', '--json'], { port })
  expect([again.code, JSON.parse(again.output)]).toEqual([
    0,
    {
      ok: true,
      deployment: `local channel on ${channel.aws.url}`,
      callbackUrl: channel.aws.callbackUrl,
      callbackApps: [{ id: '7512045450401153075', connector: '7423989367674212345' }],
      changed: [],
    },
  ])
})

type Standing = { readonly callbackUrl?: string; readonly tokens?: readonly string[] | undefined }

/** As `npm start` leaves it, or with an app that sends elsewhere. */
async function openSetUp({ callbackUrl, tokens }: Standing = { tokens: ['local-callback-token'] }) {
  const channel = await openLightChannel()
  channel.coze.setCallbackUrl(callbackUrl ?? channel.callbackUrl)
  if (tokens !== undefined) channel.putSecret('tokens', JSON.stringify({ tokens }))
  channel.putSecret('credentials', '{"access_token":"local-access-token"}')
  return channel
}

test('what npm start has set up is left as it is', async () => {
  await using channel = await openSetUp()
  const { code, output } = await operate(['setup', '--local'], { port: channel.port })
  expect([code, output]).toEqual([0, expect.stringContaining('nothing was to be changed')])
})

test('an OAuth app is stored as downloaded, and used', async () => {
  const keys = await generateKeyPair('RS256', { extractable: true })
  const publicKey = await exportSPKI(keys.publicKey)
  const oauthApp = { clientId: '1234567890', publicKey, keyId: 'fingerprint' }
  await using channel = await openLightChannel({ standIn: { oauthApp, accessTokens: [] } })
  const config = {
    client_type: 'jwt',
    client_id: '1234567890',
    coze_www_base: 'https://www.coze.cn',
    coze_api_base: channel.coze.url,
    private_key: await exportPKCS8(keys.privateKey),
    public_key_id: 'fingerprint',
  }
  const file = join(scratch, 'coze_oauth_config.json')
  await writeFile(file, JSON.stringify(config))
  const args = ['setup', ...connector, '--oauth-config', file, '--local', '--yes']
  expect(await operate(args, { port: channel.port })).toMatchObject({ code: 0 })
  expect(await channel.getSecret('credentials')).toEqual(config)
  expect(await operate(args, { port: channel.port })).toMatchObject({
    code: 0,
    output: expect.stringContaining('nothing was to be changed'),
  })
})

test('a token may come from the environment', async () => {
  await using channel = await openLightChannel()
  const environment = { COZE_ACCESS_TOKEN: 'local-access-token' }
  const args = ['setup', ...connector, '--local', '--yes']
  expect(await operate(args, { port: channel.port, environment })).toMatchObject({ code: 0 })
  expect(await channel.getSecret('credentials')).toEqual({ access_token: 'local-access-token' })
})

test.each(['listApiApp', 'createApiApp', 'updateApiApp', 'subscribeApiAppEvent'] as const)(
  'without the permission %s it is named, and a later run goes on',
  async permission => {
    await using channel = await openLightChannel()
    channel.coze.misbehave({ on: permission, how: { code: 4101 } })
    const seat = { port: channel.port, ...withToken }
    const { code, errors } = await operate(first, seat)
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining(`The permission ${permission} is missing: grant it`),
    ])
    expect(await operate(first, seat)).toMatchObject({ code: 0 })
    expect(channel.coze.callbackApps.list()).toMatchObject([
      {
        callbackUrl: channel.callbackUrl,
        eventTypes: ['bot.published', 'bot.unpublished', 'bot.deleted'],
      },
    ])
  },
)

test('who may register nothing stores the credentials alone', async () => {
  await using channel = await openLightChannel()
  channel.coze.misbehave({ on: 'listApiApp', how: { code: 4101 } })
  const args = ['setup', '--credentials-only', '--token-file', '-', '--local', '--yes']
  const { code, output } = await operate(args, { port: channel.port, ...withToken })
  expect([code, output]).toEqual([0, expect.stringContaining('store the verify token with rotate-token')])
  expect(await channel.getSecret('credentials')).toEqual({ access_token: 'local-access-token' })
  expect(channel.coze.callbackApps.list()).toEqual([])
  const again = await operate(['setup', '--credentials-only', '--local'], { port: channel.port })
  expect(again).toMatchObject({ code: 0, output: 'nothing was to be changed\n' })
  const stolen = await operate(args, { port: channel.port, input: 'stolen' })
  expect(stolen).toMatchObject({
    code: 1,
    errors: expect.stringContaining('does not accept the access token'),
  })
})

test('a token that Coze does not accept is not stored', async () => {
  await using channel = await openLightChannel()
  const { code, errors } = await operate(first, { port: channel.port, input: 'stolen' })
  expect([code, errors]).toEqual([1, expect.stringContaining('Coze does not accept the access token')])
  expect(await channel.getSecret('credentials')).toBeUndefined()
})

test('a URL that does not echo is told with what to do', async () => {
  await using channel = await openLightChannel({ answerCallback: () => '{}' })
  const { code, errors } = await operate(first, { port: channel.port, ...withToken })
  expect([code, errors]).toEqual([1, expect.stringContaining('wants it back within 3 seconds')])
})

test('where nobody can be asked nothing is changed', async () => {
  await using channel = await openLightChannel()
  const args = first.filter(word => word !== '--yes')
  const { code, errors } = await operate(args, { port: channel.port, ...withToken })
  expect(code).toBe(2)
  expect(errors).toContain('  store the Coze credentials\n')
  expect(errors).toContain('so nothing was changed: say --yes')
  expect(await channel.getSecret('credentials')).toBeUndefined()
  expect(channel.coze.callbackApps.list()).toEqual([])
})

test('an app that sends elsewhere is moved only by its name, once the person has read from where', async () => {
  await using channel = await openSetUp({
    callbackUrl: 'https://old.example.com/callback',
    tokens: ['of-old'],
  })
  const [app] = channel.coze.callbackApps.list()
  const args = ['setup', ...connector, '--local']
  const unnamed = await operate([...args, '--yes'], { port: channel.port })
  expect([unnamed.code, unnamed.errors]).toEqual([
    2,
    expect.stringContaining(`${app?.id} (https://old.example.com/callback). Choose with --app`),
  ])
  const named = await operate([...args, '--app', app?.id ?? ''], { port: channel.port, answer: 'y' })
  expect(named.code).toBe(0)
  expect(named.errors).toContain(
    `move callback app ${app?.id} of channel 7423989367674212345 from https://old.example.com/callback to ${channel.callbackUrl}\n`,
  )
  expect(channel.coze.callbackApps.list()).toMatchObject([{ callbackUrl: channel.callbackUrl }])
  expect(await channel.getSecret('tokens')).toEqual({ tokens: ['local-callback-token', 'of-old'] })
})

test('every app that sends here is set up', async () => {
  await using channel = await openSetUp()
  const { id, verifyToken } = channel.coze.callbackApps.create()
  channel.coze.callbackApps.change(id, { callbackUrl: channel.callbackUrl })
  expect(await operate(['setup', '--local', '--yes'], { port: channel.port })).toMatchObject({ code: 0 })
  expect(await channel.getSecret('tokens')).toEqual({ tokens: [verifyToken, 'local-callback-token'] })
  expect(channel.coze.callbackApps.find(id)?.eventTypes).toContain('bot.published')
  const again = await operate(['setup', '--local'], { port: channel.port })
  expect(again).toMatchObject({ code: 0, output: expect.stringContaining('nothing was to be changed') })
})

test('a verify token that Coze does not tell is asked for once', async () => {
  await using channel = await openSetUp({ tokens: undefined })
  const [app] = channel.coze.callbackApps.list()
  channel.coze.callbackApps.change(app?.id ?? '', { verifyToken: '', eventTypes: [] })
  const port = channel.port
  const first = await operate(['setup', '--local', '--yes'], { port })
  expect([first.code, first.errors]).toEqual([1, expect.stringContaining('store it with rotate-token')])
  await operate(['rotate-token', '--token-file', '-', '--local', '--yes'], { port, input: 'of-the-console' })
  const then = await operate(['setup', '--local', '--yes'], { port })
  expect([then.code, then.output]).toEqual([
    0,
    expect.stringContaining('Coze does not tell the verify token'),
  ])
  expect(channel.coze.callbackApps.find(app?.id ?? '')?.eventTypes).toContain('bot.published')
  expect(await channel.getSecret('tokens')).toEqual({ tokens: ['of-the-console'] })
})

test.each([
  ['a file', ['--token-file', '-'], { input: 'local-access-token\n' }],
  ['the environment', [], { environment: { COZE_ACCESS_TOKEN: 'local-access-token' } }],
])('the same token from %s once more changes nothing, nor the date beside it', async (_what, args, seat) => {
  await using channel = await openSetUp()
  const stored = { access_token: 'local-access-token', expires_on: '2026-12-31' }
  channel.putSecret('credentials', JSON.stringify(stored))
  const { code, output } = await operate(['setup', ...args, '--local'], { port: channel.port, ...seat })
  expect([code, output]).toEqual([0, expect.stringContaining('nothing was to be changed')])
  expect(await channel.getSecret('credentials')).toEqual(stored)
})

test('whoever is asked reads which credentials are replaced by which', async () => {
  await using channel = await openSetUp()
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const app = { client_type: 'jwt', client_id: '1234567890', public_key_id: 'f' }
  channel.putSecret('credentials', JSON.stringify({ ...app, private_key: await exportPKCS8(privateKey) }))
  const seat = { port: channel.port, environment: { COZE_ACCESS_TOKEN: 'local-access-token' } }
  for (const args of [['setup'], ['setup', '--credentials-only']]) {
    const { code, errors } = await operate([...args, '--local'], { ...seat, answer: 'n' })
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining('replace the Coze credentials, OAuth app 1234567890, by an access token\n'),
    ])
  }
})

test('of several apps one has to be chosen', async () => {
  await using channel = await openLightChannel()
  const [one, other] = [channel.coze.callbackApps.create(), channel.coze.callbackApps.create()]
  const seat = { port: channel.port, ...withToken }
  const { code, errors } = await operate(first, seat)
  expect([code, errors]).toEqual([
    2,
    expect.stringContaining(
      `${one.id} (sends nowhere yet), ${other.id} (sends nowhere yet). Choose with --app`,
    ),
  ])
  expect(await operate([...first, '--app', '1'], seat)).toMatchObject({ code: 1 })
  expect(await operate([...first, '--app', other.id], seat)).toMatchObject({ code: 0 })
  expect(channel.coze.callbackApps.find(other.id)?.callbackUrl).toBe(channel.callbackUrl)
  expect(channel.coze.callbackApps.find(one.id)?.callbackUrl).toBe('')
})

test.each([
  ['no credentials', connector, '', 'give --oauth-config FILE or --token-file FILE'],
  ['two kinds of credentials', ['--token-file', '-', '--oauth-config', '-'], '', 'give one'],
  ['an empty token', ['--token-file', '-'], '\n', 'standard input is no token'],
  [
    'a config that is none',
    ['--oauth-config', '-'],
    '{"access_token":"x"}',
    'is not the coze_oauth_config.json',
  ],
  ['no channel', ['--token-file', '-'], 'local-access-token', 'connector is missing'],
  ['a channel that is no number', ['--connector', 'mine'], '', 'connector: an id is a number'],
])('%s is wrong use', async (_what, args, input, problem) => {
  await using channel = await openLightChannel()
  const { code, errors } = await operate(['setup', ...args, '--local', '--yes'], {
    port: channel.port,
    input,
  })
  expect([code, errors]).toEqual([2, expect.stringContaining(problem)])
})

test('the config of another Coze is refused', async () => {
  await using channel = await openLightChannel()
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const input = JSON.stringify({
    client_type: 'jwt',
    client_id: '1',
    coze_api_base: 'https://api.coze.com',
    private_key: await exportPKCS8(privateKey),
    public_key_id: 'f',
  })
  const args = ['setup', ...connector, '--oauth-config', '-', '--local', '--yes']
  const { code, errors } = await operate(args, { port: channel.port, input })
  expect([code, errors]).toEqual([2, expect.stringContaining('deploy with that cozeApiBase')])
})

test('Control-C stops between two steps, says what was done, and the next run does the rest', async () => {
  await using channel = await openLightChannel()
  const stop = new AbortController()
  const { met, release } = channel.coze.misbehave({ on: 'createApiApp', how: 'hang' })
  const running = operate(first, { port: channel.port, ...withToken, signal: stop.signal })
  await met
  stop.abort()
  release()
  const { code, errors } = await running
  expect(code).toBe(130)
  expect(errors).toMatch(/interrupted; changed before: store the Coze credentials; create a callback app/)
  expect(await channel.getSecret('tokens')).toBeUndefined()
  expect(await operate(first, { port: channel.port, ...withToken })).toMatchObject({ code: 0 })
  expect(channel.coze.callbackApps.list()).toHaveLength(1)
})

test('no secret stands in what is printed', async () => {
  await using channel = await openLightChannel()
  const { output, errors } = await operate([...first, '--json'], { port: channel.port, ...withToken })
  const [app] = channel.coze.callbackApps.list()
  for (const secret of ['local-access-token', app?.verifyToken ?? ''])
    expect(`${output}${errors}`).not.toContain(secret)
})
