import * as z from 'zod'
import { readCallbackTokens } from '../channel/callback-tokens.ts'
import { findConnectorId } from '../channel/find-connector-id.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { Problem } from '../desk/errors.ts'
import { exactId } from '../desk/exact-id.ts'
import type { Desk } from '../desk/open-desk.ts'
import { readToken } from '../desk/read-token.ts'
import { showText } from '../desk/show-text.ts'
import { findFault } from '../send/find-fault.ts'
import { type Sample, writeSampleCallback } from '../send/sample-callback.ts'
import { type Answer, sendSigned } from '../send/send-signed.ts'

const givenSchema = z.object({
  event: z.string().regex(/^[\x21-\x7e]{1,64}$/, 'an event type as in bot.published'),
  url: z.url({ protocol: /^https?$/, error: 'a URL that begins with http:// or https://' }).optional(),
  connector: exactId.optional(),
  bot: exactId.default('1'),
  name: z.string().default('天气助手'),
  description: z.string().default('查询天气'),
  version: z.string().optional(),
  'event-id': z.string().optional(),
  'token-file': z.string().optional(),
})
type Given = z.infer<typeof givenSchema>

export const send: Command = defineCommand({
  summary: 'signs a sample callback as Coze would, and sends it',
  positionals: ['event'],
  options: {
    url: { type: 'string', value: 'URL', help: 'where to (the callback URL of the channel)' },
    connector: {
      type: 'string',
      value: 'ID',
      help: 'the channel (that of the callback app which sends to the URL of the channel)',
    },
    bot: { type: 'string', value: 'ID', help: 'the bot (1, which no bot of Coze has)' },
    name: { type: 'string', value: 'TEXT', help: 'its name (天气助手)' },
    description: { type: 'string', value: 'TEXT', help: 'its description (查询天气)' },
    version: { type: 'string', value: 'TEXT', help: 'the published version (the time)' },
    'event-id': { type: 'string', value: 'ID', help: 'that of an event to repeat (a new one)' },
    'token-file': {
      type: 'string',
      value: 'FILE',
      help: 'the verify token, - for standard input (that of the channel)',
    },
  },
  about: `Events: url_verification, bot.published, bot.unpublished, bot.deleted, benefit.usage, or any other name.
The channel cannot tell it from a callback of Coze: bot.published starts a review, whose verdict Coze will not
take for a bot that it does not know; bot.unpublished and bot.deleted end what waits for the bot.`,
  examples: [
    'send url_verification',
    'send bot.published --bot 7486758484001234567 --name "天气助手"',
    'send test.event --url https://example.com/callback --token-file token.txt --json',
  ],
  given: givenSchema,
  run: runSend,
})

async function runSend(given: Given, desk: Desk): Promise<Result> {
  const { event: eventType } = given
  const isAboutBot = eventType.startsWith('bot.')
  const url = given.url ?? (await desk.connect()).callbackUrl
  const token = await findToken(given, desk)
  const connectorId =
    given.connector ?? (isAboutBot ? await findConnectorId(await desk.connect()) : undefined)
  const now = Date.now()
  const body = writeSampleCallback(sampleOf(given, connectorId), now)
  if (isAboutBot)
    await desk.confirm(`${url} will take this ${eventType} of bot ${given.bot} for Coze's own. Go on?`)
  const limitMs = eventType === 'bot.published' ? 10_000 : 3_000
  const answer = await desk.change(`sending ${eventType} to ${url}`, () =>
    sendSigned({ url, body, token, limitMs, now }),
  )
  const fault = findFault(answer, eventType, body)
  return {
    ok: fault === undefined,
    document: { url, sent: JSON.parse(body), ...answer, fault },
    lines: tell(answer, fault),
  }
}

function sampleOf(
  { event, bot, name, description, version, 'event-id': eventId }: Given,
  connectorId: string | undefined,
): Sample {
  return { eventType: event, eventId, connectorId, botId: bot, name, description, version }
}

async function findToken({ 'token-file': file }: Given, desk: Desk): Promise<string> {
  if (file !== undefined) return readToken(file, desk)
  const deployment = await desk.connect()
  const [token] = (await readCallbackTokens(deployment)).tokens
  if (token === undefined)
    throw new Problem(`the ${deployment.name} has no callback token yet: run setup, or give --token-file`)
  return token
}

function tell(answer: Answer, fault: string | undefined): string[] {
  if ('failure' in answer) return [`${answer.failure} · ${answer.tookMs} ms`]
  const told = [`HTTP ${answer.status} · ${answer.tookMs} ms`, showText(answer.body)]
  return fault === undefined ? told : [...told, fault]
}
