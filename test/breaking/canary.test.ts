import { EventEmitter, on } from 'node:events'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, expect, test } from '@jest/globals'
import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose'
import * as z from 'zod'
import type { Interference } from '../../local/aws/fault-proxy.ts'
import { clientSettings } from '../../local/aws/local-account.ts'
import type { Delivery } from '../../local/coze/deliver.ts'
import type { Misconduct, Target } from '../../local/coze/misbehaviour.ts'
import { signBody } from '../../local/coze/write-callback.ts'
import { newBotId, openChannel } from '../journeys/open-channel.ts'
import {
  allows,
  answersBytes,
  answersStatus,
  type Behaviour,
  breaksOff,
  drops,
  flags,
  hangs,
  says,
  serveModel,
} from '../stand-ins/model-server.ts'

/** What nobody may find in anything that is printed, or answered to a stranger. */
const canaries = {
  verifyToken: 'canary-verify-token-5d1c',
  accessToken: 'canary-access-token-8e20',
  modelKey: 'canary-model-key-77aa',
  clientId: 'canary-client-id-1160',
  publicKeyId: 'canary-public-key-id-93bd',
  nonce: 'canary-nonce-31f4',
  userName: '小明',
  name: '金丝雀之名',
  description: '金丝雀之描述',
  prompt: '金丝雀之提示词',
}
const gossip = `echo: ${Object.values(canaries).join(' ')}`

/** What the model does when it is first asked about a bot of this name; after that it allows. */
const behaviours = new Map<string, Behaviour>()
const model = await serveModel((asked, response) => {
  const [name] = [...behaviours.keys()].filter(key => asked.listing.includes(key))
  const behave = behaviours.get(name ?? '') ?? allows
  behaviours.delete(name ?? '')
  behave(asked, response)
})

const keys = await generateKeyPair('RS256', { extractable: true })
const privateKey = await exportPKCS8(keys.privateKey)
const oauthApp = {
  clientId: canaries.clientId,
  publicKey: await exportSPKI(keys.publicKey),
  keyId: canaries.publicKeyId,
}
const oauthConfig = {
  client_type: 'jwt',
  client_id: oauthApp.clientId,
  coze_www_base: 'https://www.coze.cn',
  coze_api_base: 'https://api.coze.cn',
  private_key: privateKey,
  public_key_id: oauthApp.keyId,
}
const templateSchema = z.looseObject({ Resources: z.record(z.string(), z.unknown()) })
const moderationSchema = z.looseObject({
  Properties: z.looseObject({
    Environment: z.object({ Variables: z.looseObject({ MODERATORS: z.string() }) }),
  }),
})

const lines: string[] = []
const printed = new EventEmitter()

const { aws, coze, world, drained, close } = await openChannel({
  writeLog: line => {
    lines.push(line)
    printed.emit('line', line)
  },
  callbackToken: canaries.verifyToken,
  context: { answerSeconds: 1, moderationConcurrency: 3 },
  standIn: { accessTokens: [canaries.accessToken], oauthApp },
  amend: askTheModel,
})
afterAll(async () => {
  await close()
  await model[Symbol.asyncDispose]()
})
aws.putSecret('SecretsModelKeys', JSON.stringify({ keys: { [model.baseUrl]: canaries.modelKey } }))

/** The stack takes models behind https only. */
function askTheModel(template: unknown): unknown {
  const { Resources, ...rest } = templateSchema.parse(template)
  const limits = { timeoutMs: 1_000, totalTimeoutMs: 2_000 }
  const moderator = { kind: 'model-judge', baseUrl: model.baseUrl, model: 'stand-in', ...limits }
  const amended = Object.entries(Resources).map(([id, resource]) => {
    const { data } = moderationSchema.safeParse(resource)
    if (data === undefined) return [id, resource]
    data.Properties.Environment.Variables.MODERATORS = JSON.stringify([moderator])
    return [id, data]
  })
  return { ...rest, Resources: Object.fromEntries(amended) }
}

/** Everything that a caller was answered, and every signature that was sent. */
const answers: string[] = []
const signatures: string[] = []

function remember<Sent extends Delivery>(delivery: Sent): Sent {
  for (const { sent, result } of delivery.attempts) {
    signatures.push(...Object.values(sent.headers).filter(value => /^[0-9a-f]{40}$/.test(value)))
    answers.push(JSON.stringify(result))
  }
  return delivery
}

async function nextLine(words: string): Promise<void> {
  for await (const [line] of on(printed, 'line')) if (line.includes(words)) return
}

let bots = 0
async function publish({ words = '', botId = newBotId(), behave = allows, createdAt = 0 } = {}) {
  bots += 1
  const name = `${canaries.name}-${bots}号`
  if (behave !== allows) behaviours.set(name, behave)
  coze.setProfile(botId, { prompt_info: { prompt: canaries.prompt } })
  const description = canaries.description + words
  return remember(await coze.publish({ botId, name, description, ...(createdAt > 0 && { createdAt }) }))
}

/** Signed as Coze would, with a nonce that can be recognised. */
async function post(body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) {
  const timestamp = '1749038258245'
  const signature = signBody(canaries.verifyToken, timestamp, canaries.nonce, body.toString())
  signatures.push(signature)
  const signed = {
    'x-coze-timestamp': timestamp,
    'x-coze-nonce': canaries.nonce,
    'x-coze-signature': signature,
  }
  const all = { 'content-type': 'application/json', ...signed, ...headers }
  const response = await fetch(aws.callbackUrl, { method: 'POST', headers: all, body })
  answers.push(JSON.stringify([...response.headers]) + (await response.text()))
  return response.status
}

type Fault = { how: Interference; words: readonly string[]; left: number; met: () => void }
const faults: Fault[] = []

/** The next calls with these words meet it, and the promise waits for them. The SDK makes a second try of its own. */
function interfere(how: Interference, times: number, ...words: string[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  faults.push({ how, words, left: times, met: resolve })
  return promise
}

world.interfere = ({ service, operation, body }) => {
  const told = `${service} ${operation} ${JSON.stringify(body)}`
  const fault = faults.find(({ left, words }) => left > 0 && words.every(word => told.includes(word)))
  if (fault === undefined) return 'pass'
  fault.left -= 1
  if (fault.left === 0) fault.met()
  return fault.how
}

const body = (header: object, event: object = {}) => JSON.stringify({ header, event })
const fields = { bot_name: canaries.name, description: canaries.description, user_name: canaries.userName }

/** Coze's answers may quote whatever it was told. */
const quoting = (status: number, code: number): Misconduct => ({ status, body: { code, msg: gossip } })

test('credentials that cannot be read, then an OAuth app that is refused, then an access token that is', async () => {
  aws.putSecret('SecretsCozeCredentials', JSON.stringify({ wrong: gossip }))
  await Promise.all([nextLine('"task-postponed"'), publish()])
  coze.misbehave({ on: 'token', how: { status: 500, body: { error: 'access_deny', error_message: gossip } } })
  aws.putSecret('SecretsCozeCredentials', JSON.stringify(oauthConfig))
  await drained()
  await publish()
  await drained()
  await aws.functions.ModerationDoorFunction?.killAll()
  aws.putSecret('SecretsCozeCredentials', JSON.stringify({ access_token: canaries.accessToken }))
  coze.misbehave({ on: 'report', how: quoting(401, 4100) })
  const { botId } = await publish()
  await coze.shown(botId, 2, 30_000)
})

test('challenges and all three verdicts, asked for again and withdrawn', async () => {
  remember(await coze.verifyUrl())
  remember(await coze.verifyUrl({ signed: false }))
  const [approved, rejected] = await Promise.all(
    ['', '，代开发票', '，加微信进群'].map(words => publish({ words })),
  )
  await coze.shown(approved?.botId ?? '', 2, 30_000)
  await coze.shown(rejected?.botId ?? '', 3, 30_000)
  for (const known of [approved, rejected]) if (known) remember(await coze.publish(known))
  const [left, gone] = await Promise.all([publish(), publish()])
  remember(await coze.unpublish(left.botId))
  remember(await coze.delete(gone.botId))
  await drained()
})

test('a newer publish that overtakes a report', async () => {
  const slow = coze.hold('report')
  const { botId, createdAt } = await publish()
  await slow.met
  await publish({ botId, words: '，代开发票' })
  slow.release()
  await coze.shown(botId, 3, 30_000)
  await publish({ botId, createdAt: createdAt - 1_000 })
})

test('refusals of each kind, and callbacks that are only acknowledged', async () => {
  const header = { event_type: 'bot.published', event_id: 'e', created_at: 1, connector_id: '7' }
  const signature = { 'x-coze-signature': '0'.repeat(40) }
  expect(await post(body(header, fields), signature)).toBe(401)
  expect(await post(body(header, fields), { 'x-coze-signature': canaries.verifyToken })).toBe(401)
  expect(await post(gossip, signature)).toBe(401)
  expect(await post(gossip)).toBe(400)
  expect(await post(body(header, fields))).toBe(400)
  expect(await post(body({ ...header, event_id: gossip }, { ...fields, bot_id: gossip }))).toBe(400)
  expect(await post(body({ event_type: 'url_verification' }, { challenge: gossip }))).toBe(400)
  expect(await post(gossip.repeat(2_000))).toBe(413)
  expect(await post(body({ ...header, event_type: gossip }, fields))).toBe(200)
  expect(await post(body({ event_type: 'benefit.usage' }, fields))).toBe(200)
  const stranger = await fetch(aws.callbackUrl, { method: 'POST', body: gossip })
  const lost = await fetch(`${aws.url}/${canaries.nonce}`, { method: 'POST', body: gossip })
  expect([stranger.status, lost.status]).toEqual([401, 404])
  answers.push(await stranger.text(), await lost.text())
})

const misconducts: readonly [Target, Misconduct][] = [
  ['report', quoting(500, 5000)],
  ['report', quoting(200, 4009)],
  ['report', { status: 502, body: gossip }],
  ['report', 'drop'],
  ['report', quoting(401, 4100)],
  ['report', quoting(403, 4101)],
  ['report', quoting(200, 4006)],
  ['profile', quoting(500, 5000)],
  ['profile', { status: 200, body: { code: 0, data: { name: [gossip] } } }],
]

test('a Coze that fails, refuses, forgets the bot, or answers nonsense', async () => {
  const met = misconducts.map(([on, how]) => coze.misbehave({ on, how }).met)
  await Promise.all(misconducts.map(() => publish()))
  await Promise.all(met)
})

test('an AWS that fails, hangs up, hangs, and forgets to say what it has done', async () => {
  const troubles: readonly [Interference, ...string[]][] = [
    ['fail', 'dynamodb PutItem'],
    ['drop', 'SendMessage', 'taskVersion'],
    ['hang', 'dynamodb UpdateItem', '"newest"'],
    ['fail', 'dynamodb GetItem'],
    ['pass-then-drop', 'dynamodb UpdateItem', 'policyVersion'],
  ]
  const met = troubles.map(async ([how, ...words]) => {
    const botId = newBotId()
    await Promise.all([interfere(how, 2, ...words, botId), publish({ botId })])
  })
  await Promise.all(met)
})

test('functions that die, and tokens that cannot be read, newly or at all', async () => {
  const hanging = interfere('hang', 1, 'dynamodb PutItem').then(aws.functions.CallbackDoorFunction?.killAll)
  await Promise.all([publish(), hanging])
  await aws.functions.CallbackDoorFunction?.killAll()
  await Promise.all([interfere('fail', 6, 'secrets-manager'), publish()])
  aws.putSecret('SecretsCallbackTokens', gossip)
  await aws.functions.CallbackDoorFunction?.killAll()
  expect(await post(gossip)).toBe(503)
  aws.putSecret('SecretsCallbackTokens', JSON.stringify({ tokens: [canaries.verifyToken] }))
  expect(await post(gossip)).toBe(400)
})

const quote = { category: 'X.3', field: 'prompt', quote: canaries.prompt, why: gossip }
const failures: readonly Behaviour[] = [
  answersStatus(500, { error: gossip }),
  answersStatus(401, { error: gossip }),
  answersStatus(400, { error: gossip }),
  answersBytes(Buffer.from(gossip)),
  says(gossip),
  says(JSON.stringify({ [gossip]: gossip })),
  flags(quote),
  hangs,
  drops,
  breaksOff,
]

test('moderators that fail, quote, or answer nonsense', async () => {
  await Promise.all(failures.map(behave => publish({ behave })))
})

test('letters that cannot be read, or speak of no review', async () => {
  const client = new SQSClient({ ...clientSettings(aws.endpoints.sqs), useQueueUrlAsEndpoint: false })
  const task = { taskVersion: 1, kind: 'publish', connectorId: '7', botId: '1', eventTime: 1 }
  const letters = [gossip, JSON.stringify({ gossip }), JSON.stringify({ ...task, eventId: 'none' })]
  for (const MessageBody of letters) {
    const ids = { MessageGroupId: MessageBody.length.toString(), MessageDeduplicationId: newBotId() }
    await client.send(new SendMessageCommand({ QueueUrl: aws.queueUrls.QueueTasks, MessageBody, ...ids }))
  }
  client.destroy()
})

/** Each of them has been printed, so that there was something to search. */
const expectedEvents = [
  'access-token-refused',
  'callback-acknowledged',
  'callback-failed',
  'callback-refused',
  'callback-tokens-unavailable',
  'challenge-unverified',
  'publish-acknowledged',
  'report-failed',
  'report-taken-back',
  'review-gave-way',
  'submissions-withdrawn',
  'task-buried',
  'task-postponed',
  'verdict-recorded',
  'verdict-reported',
  'withdrawal-acknowledged',
]
const expectedRefusals = [
  'malformed-signature',
  'too-large',
  'unreadable',
  'unsigned',
  'unverifiable',
  'wrong-signature',
]

test('every path has been walked', async () => {
  await drained()
  const asked = model.requests.map(({ headers, body }) => `${headers.authorization} ${body}`).join()
  expect([asked.includes(canaries.modelKey), asked.includes(canaries.prompt)]).toEqual([true, true])
  expect([behaviours.size, faults.filter(({ left }) => left > 0)]).toEqual([0, []])
  const printedAs = (name: string) => (value: string) =>
    lines.some(line => line.includes(`"${name}":"${value}"`))
  expect(expectedEvents.filter(printedAs('event'))).toEqual(expectedEvents)
  expect(expectedRefusals.filter(printedAs('refusal'))).toEqual(expectedRefusals)
})

/** A secret as it is, and as an encoding on the way may have left it. */
function disguise(secret: string): string[] {
  const bytes = Buffer.from(secret)
  // Its beginning only: the last letters of a base64 depend on what follows.
  const base64 = [0, 1, 2].map(at => bytes.subarray(at).toString('base64').slice(0, 12))
  const escaped = JSON.stringify(secret).slice(1, -1)
  const asUnicode = [...secret].map(letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return [secret, escaped, asUnicode.join(''), bytes.toString('hex'), encodeURIComponent(secret), ...base64]
}

/** What is found is named by its place in the list, not shown. */
function findIn(texts: readonly string[], secrets: readonly string[]): string[] {
  const disguises = secrets.flatMap(disguise)
  return texts.filter(text => disguises.some(disguised => text.includes(disguised)))
}

test('nothing that was printed or answered holds a secret, a signature, a nonce or the words of a user', () => {
  const issuedTokens = coze.reports.flatMap(({ token }) => token ?? [])
  const keyLines = privateKey.split('\n').filter(line => line.length === 64)
  const secrets = [...new Set([...Object.values(canaries), ...signatures, ...issuedTokens, ...keyLines])]
  expect(secrets.length).toBeGreaterThan(60)
  expect(
    findIn([`{"x":"${canaries.prompt}"}`, `bytes ${Buffer.from(gossip).toString('base64')}`], secrets),
  ).toHaveLength(2)
  expect(findIn(lines, secrets)).toEqual([])
  expect(findIn(answers, secrets)).toEqual([])
  expect(lines.filter(line => /\b[0-9a-f]{40}\b|eyJ[\w-]{10,}\./.test(line))).toEqual([])
})
