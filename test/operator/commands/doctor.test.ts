import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, test } from '@jest/globals'
import * as z from 'zod'
import { clientSettings } from '../../../local/aws/local-account.ts'
import type { Misbehaviour } from '../../../local/coze/misbehaviour.ts'
import { openChannel } from '../../journeys/open-channel.ts'
import { openLightChannel } from '../open-light-channel.ts'
import { operate } from '../sit-down.ts'

const documentSchema = z.object({
  ok: z.boolean(),
  diagnoses: z.array(z.object({ check: z.string(), ok: z.boolean(), text: z.string() })),
})

/** What doctor says, by check: a mark and the text. */
async function ask(port: string) {
  const { code, output } = await operate(['doctor', '--local', '--json'], { port })
  const { diagnoses } = documentSchema.parse(JSON.parse(output))
  const marked = diagnoses.map(({ check, ok, text }) => [check, `${ok ? '✓' : '✗'} ${text}`])
  return { code, said: z.record(z.string(), z.string()).parse(Object.fromEntries(marked)) }
}

test('a channel that is well has ten marks, from its tokens to its newest event', async () => {
  await using channel = await openChannel()
  const port = new URL(channel.aws.url).port
  expect((await ask(port)).said['newest event']).toBe('✓ none came yet: publish a bot to the channel')
  const { botId } = await channel.coze.publish({
    name: '天气助手',
    description: '查询天气',
    createdAt: 1_790_000_000_000,
  })
  await channel.coze.shown(botId, 2)
  await channel.drained()

  const { code, output, errors } = await operate(['doctor', '--local'], { port })
  expect(code).toBe(0)
  expect(output.replaceAll(/20\d\d-[-\dT:.]*Z(?=\n✓ Coze)|\d+ ms/g, '#')).toBe(
    `✓ callback tokens   1 is stored, changed #
✓ Coze credentials  an access token
✓ access to Coze    ${channel.coze.url} accepts the credentials · #
✓ callback app      7512045450401153075 of channel 7423989367674212345 sends here
✓ events            bot.published, bot.unpublished, bot.deleted are subscribed
✓ signed probe      ${channel.aws.callbackUrl} answered in #
✓ tasks             none are waiting
✓ dead letters      none
✓ alarms            there are none on this machine
✓ newest event      2026-09-21T14:13:20.000Z, of bot 7486758484001234567
`,
  )
  expect(errors).toContain('checking signed probe ...')
  expect(channel.lines.some(line => line.includes('doctor.probe'))).toBe(true)

  const sqs = new SQSClient(clientSettings(channel.aws.endpoints.sqs))
  const letter = { MessageBody: '{}', MessageGroupId: 'g', MessageDeduplicationId: 'd' }
  const { QueueDeadLetters: QueueUrl } = channel.aws.queueUrls
  await sqs.send(new SendMessageCommand({ QueueUrl, ...letter }))
  sqs.destroy()
  channel.aws.putSecret('SecretsCallbackTokens', '{"tokens":["not-yet-known","local-callback-token"]}')
  const { code: wrong, said } = await ask(port)
  expect(wrong).toBe(1)
  expect(said['dead letters']).toMatch(/^✗ 1, each a review .* then redrive$/)
  expect(said['callback tokens']).toMatch(/^✓ 2 are stored, .*: rotate-token --finish drops the older$/)
})

test('a channel that was just deployed is told to set itself up, once for each thing', async () => {
  await using channel = await openLightChannel()
  const { code, said } = await ask(channel.port)
  expect(code).toBe(1)
  expect(said).toMatchObject({
    'callback tokens': '✗ none is stored, so no callback gets in: run setup',
    'Coze credentials': '✗ none are stored, so no verdict reaches Coze: run setup',
    'access to Coze': '✗ not checked, for the reason above',
    'callback app': '✗ not checked, for the reason above',
    events: '✗ not checked, for the reason above',
    'signed probe': '✗ not sent, for there is no token to sign it with',
    tasks: '✗ AWS refuses: not here. Ask whoever runs the account for it',
  })
})

async function openSetUp(options: Parameters<typeof openLightChannel>[0] = {}) {
  const channel = await openLightChannel(options)
  channel.coze.setCallbackUrl(channel.callbackUrl)
  channel.putSecret('tokens', '{"tokens":["local-callback-token"]}')
  channel.putSecret('credentials', '{"access_token":"local-access-token"}')
  return channel
}

test('secrets that cannot be read are told from those that are not there', async () => {
  await using channel = await openSetUp()
  channel.putSecret('tokens', 'local-callback-token')
  channel.putSecret('credentials', 'local-access-token')
  const { said } = await ask(channel.port)
  expect(said['callback tokens']).toMatch(/^✗ the secret .* is not \{"tokens":\["\.\.\."\]\}/)
  expect(said['Coze credentials']).toMatch(/^✗ the secret .*: the secret is neither/)
})

test('credentials that Coze refuses are told', async () => {
  await using channel = await openSetUp({ standIn: { accessTokens: [] } })
  const { said } = await ask(channel.port)
  expect(said['Coze credentials']).toBe('✓ an access token')
  expect(said['access to Coze']).toMatch(/^✗ .*code 4100, log id \w+\. Coze does not accept the access token/)
  expect(said.events).toBe('✗ not checked, for the reason above')
})

test('credentials that may not list apps are accepted, and the permission is named', async () => {
  await using channel = await openSetUp()
  channel.coze.misbehave({ on: 'listApiApp', how: { code: 4101 } } satisfies Misbehaviour)
  const { said } = await ask(channel.port)
  expect(said['access to Coze']).toMatch(/^✓/)
  expect(said['callback app']).toMatch(/^✗ .*The permission listApiApp is missing/)
})

test('an app that sends elsewhere, or signs with another token, or lacks an event is told', async () => {
  await using channel = await openSetUp()
  const [app] = channel.coze.callbackApps.list()
  const id = app?.id ?? ''
  channel.coze.callbackApps.change(id, { eventTypes: ['bot.published', 'benefit.usage'] })
  expect((await ask(channel.port)).said.events).toBe(
    `✗ ${id} is not subscribed to bot.unpublished, bot.deleted: run setup`,
  )
  channel.coze.callbackApps.change(id, { verifyToken: 'another' })
  expect((await ask(channel.port)).said['callback app']).toContain('signs with a token that is not stored')
  channel.coze.callbackApps.change(id, { callbackUrl: 'https://old.example.com/callback' })
  expect((await ask(channel.port)).said['callback app']).toContain(
    'none of the 1 that the credentials see sends to',
  )
})

test('each of the apps that send here is looked at', async () => {
  await using channel = await openSetUp()
  const { id } = channel.coze.callbackApps.create()
  channel.coze.callbackApps.change(id, { callbackUrl: channel.callbackUrl })
  const { said } = await ask(channel.port)
  expect(said['callback app']).toBe(
    `✗ ${id} sends here, but signs with a token that is not stored, so nothing of it gets in: run setup`,
  )
  expect(said.events).toBe(
    `✗ ${id} is not subscribed to bot.published, bot.unpublished, bot.deleted: run setup`,
  )
})

test('a verify token that Coze does not tell is left to the person', async () => {
  await using channel = await openSetUp()
  const [app] = channel.coze.callbackApps.list()
  channel.coze.callbackApps.change(app?.id ?? '', { verifyToken: '' })
  const { said } = await ask(channel.port)
  expect(said['callback app']).toMatch(
    /^✓ .* sends here\. Coze does not tell the verify token: see in its console/,
  )
})
