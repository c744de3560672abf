import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { styleText } from 'node:util'
import * as z from 'zod'
import { type Channel, startChannel } from './channel.ts'
import { publishAndWatch } from './coze/publish-and-watch.ts'
import { localAccessToken, localCallbackToken, localPort } from './defaults.ts'
import { formatLog } from './format-log.ts'

const settingsSchema = z.object({
  /** The stand-in takes the port above. 0 takes two that are free. */
  PORT: z.coerce.number().int().min(0).max(65_534).default(localPort),
  COZE_CALLBACK_TOKEN: z.string().min(1).default(localCallbackToken),
  COZE_API_BASE: z.url({ protocol: /^https?$/ }).optional(),
  COZE_ACCESS_TOKEN: z.string().min(1).default(localAccessToken),
})
type Settings = z.infer<typeof settingsSchema>

const samples = [
  { botId: '7486758484001234501', name: '天气助手', description: '查询天气' },
  { botId: '7486758484001234502', name: '开票小帮手', description: '代开发票，价格优惠' },
]

const stop = new AbortController()
process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort())
const problem = await run(stop.signal)
if (problem !== undefined) console.error(styleText('red', problem, { stream: process.stderr }))
process.exitCode = problem === undefined ? 0 : 1

/** Runs the channel until the signal; gives the problem that kept it from running. */
async function run(signal: AbortSignal): Promise<string | undefined> {
  const settings = settingsSchema.safeParse(process.env)
  if (!settings.success) return z.prettifyError(settings.error)
  console.log('starting: synthesizing the stack, bundling its functions')
  try {
    await using channel = await start(settings.data, signal)
    welcome(channel, settings.data)
    if (settings.data.COZE_API_BASE === undefined) await publishSamples(channel, settings.data, signal)
    if (!signal.aborted) await once(signal, 'abort')
    console.log('stopping')
    return undefined
  } catch (error) {
    return signal.aborted ? undefined : explain(error)
  }
}

function start(settings: Settings, signal: AbortSignal): Promise<Channel> {
  return startChannel({
    port: settings.PORT,
    callbackToken: settings.COZE_CALLBACK_TOKEN,
    accessToken: settings.COZE_ACCESS_TOKEN,
    cozeApiBase: settings.COZE_API_BASE,
    writeLog: line => console.log(formatLog(line)),
    signal,
  })
}

function welcome({ aws, coze }: Channel, settings: Settings): void {
  const port = new URL(aws.url).port
  const environment = port === String(localPort) ? '' : `PORT=${port} `
  console.log(
    `${styleText('green', 'ready')}     POST ${aws.callbackUrl}, token ${settings.COZE_CALLBACK_TOKEN}`,
  )
  console.log(`reports   go to ${settings.COZE_API_BASE ?? `${coze.url}, a stand-in for Coze`}`)
  console.log('publish a bot from another terminal:')
  for (const { name, description } of samples)
    console.log(`  ${environment}npm run publish -- --name "${name}" --description "${description}"`)
}

/** What a developer's publish looks like, once approved and once rejected. */
async function publishSamples(
  { aws, coze }: Channel,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> {
  for (const sample of samples) {
    if (signal.aborted) return
    const published = { ...sample, eventId: randomUUID(), createdAt: Date.now(), version: '1' }
    const problem = await publishAndWatch(published, {
      channelUrl: aws.url,
      callbackToken: settings.COZE_CALLBACK_TOKEN,
      standInUrl: coze.url,
      waitMs: 30_000,
    })
    if (problem !== undefined) console.log(styleText('red', problem))
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, port } = z.object({ code: z.string(), port: z.number() }).safeParse(error).data ?? {}
  if (code === 'EADDRINUSE')
    return `port ${port} is in use. The channel takes two ports, PORT and the one above: PORT=4000 npm start`
  return error.stack ?? error.message
}
