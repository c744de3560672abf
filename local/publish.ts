import { randomUUID } from 'node:crypto'
import { parseArgs, styleText, types } from 'node:util'
import { z } from 'zod'
import { publishAndWatch } from './coze/publish-and-watch.ts'
import { localBotId, localCallbackToken, localPort } from './defaults.ts'

const usage = `npm run publish -- [options]

  --name         the bot's name          (天气助手)
  --description  its description         (查询天气)
  --bot-id       its id                  (${localBotId})
  --version      the published version   (the time)
  --event-id     of a publish to repeat  (a new one)
  --wait         seconds for the verdict (60)

PORT, COZE_CALLBACK_TOKEN and COZE_API_BASE are read as npm start reads them.`

const options = {
  name: { type: 'string', default: '天气助手' },
  description: { type: 'string', default: '查询天气' },
  'bot-id': { type: 'string', default: localBotId },
  version: { type: 'string', default: String(Date.now()) },
  'event-id': { type: 'string', default: randomUUID() },
  wait: { type: 'string', default: '60' },
  help: { type: 'boolean', default: false },
} as const

const settingsOf = z.object({
  name: z.string(),
  description: z.string(),
  'bot-id': z.string().regex(/^[1-9]\d{0,18}$/, 'an id has up to 19 digits'),
  version: z.string(),
  'event-id': z.string().min(1),
  wait: z.coerce.number().positive().max(240),
  PORT: z.coerce.number().int().min(1).max(65_534).default(localPort),
  COZE_CALLBACK_TOKEN: z.string().min(1).default(localCallbackToken),
  COZE_API_BASE: z.url().optional(),
})

const problem = await runCommand()
if (problem) console.error(styleText('red', problem, { stream: process.stderr }))
process.exitCode = problem ? 1 : 0

/** Undefined when all went well, else what did not. */
async function runCommand(): Promise<string | undefined> {
  try {
    const { values } = parseArgs({ options })
    if (values.help) return void console.log(usage)
    return await publish(settingsOf.parse({ ...process.env, ...values }))
  } catch (error) {
    if (error instanceof z.ZodError) return z.prettifyError(error)
    if (isWrongUse(error)) return `${error.message}\n\n${usage}`
    throw error
  }
}

function isWrongUse(error: unknown): error is Error {
  return types.isNativeError(error) && 'code' in error && /^ERR_PARSE_ARGS/.test(String(error.code))
}

function publish(settings: z.infer<typeof settingsOf>): Promise<string | undefined> {
  const { name, description, version, PORT: port } = settings
  const published = {
    botId: settings['bot-id'],
    eventId: settings['event-id'],
    createdAt: Date.now(),
    name,
    description,
    version,
  }
  return publishAndWatch(published, {
    channelUrl: `http://127.0.0.1:${port}`,
    callbackToken: settings.COZE_CALLBACK_TOKEN,
    standInUrl: settings.COZE_API_BASE ? undefined : `http://127.0.0.1:${port + 1}`,
    waitMs: settings.wait * 1000,
  })
}
