import { z } from 'zod'
import type { Bot } from './bots.ts'
import type { Answer, Call } from './http-server.ts'
import type { Lookout } from './lookout.ts'
import { parseJson } from './parse-json.ts'
import type { Platform } from './platform-calls.ts'

/** For a publish that another process sends: what the callback says, and any other field of the profile. */
const registration = z.looseObject({
  event_id: z.string(),
  created_at: z.int(),
  name: z.string(),
  description: z.string(),
  version: z.string(),
})

/** Below the five minutes after which the caller's own fetch gives up. */
const longestWaitMs = 240_000
const waiting = z.coerce.number().int().min(0).max(longestWaitMs).catch(30_000)

/** PUT /stand-in/bots/{bot_id} */
export async function registerPublish(
  call: Call,
  { bots, profiles }: Platform,
  botId: string,
): Promise<Answer> {
  const body = registration.safeParse(parseJson(call.body))
  if (!body.success) return { status: 400, body: { msg: z.prettifyError(body.error) } }
  const { event_id, created_at, name, description, version, ...profile } = body.data
  bots.publish({ botId, eventId: event_id, createdAt: created_at, name, description, version })
  profiles.set(botId, profile)
  return { status: 200, body: {} }
}

/** GET /stand-in/bots/{bot_id}/verdict?wait_ms=30000: the verdict once there is one, else what is shown at the end. */
export async function awaitVerdict(
  call: Call,
  { bots }: Platform,
  { until }: Lookout,
  botId: string,
): Promise<Answer> {
  const waitMs = waiting.parse(call.query.get('wait_ms') ?? undefined)
  const bot = await until(() => bots.findShown(botId, 2, 3), waitMs).catch(() => bots.find(botId))
  return bot ? describe(bot) : { status: 404, body: { msg: 'no such bot' } }
}

function describe({ state, reason }: Bot): Answer {
  return { status: 200, body: { state, reason } }
}
