import { z } from 'zod'
import { readJson } from '../../functions/read-json.ts'
import { refuse } from './answers.ts'
import type { Bot } from './bots.ts'
import type { Answer, Call, Respond } from './call.ts'
import {
  answerCreateApp,
  answerListApps,
  answerListEvents,
  answerSubscribe,
  answerUpdateApp,
} from './callback-app-calls.ts'
import type { Lookout } from './lookout.ts'
import { answerProfile, answerReport, answerToken, answerUnpublish, type Platform } from './platform-calls.ts'

type RespondWithIds = (call: Call, ...ids: string[]) => Promise<Answer | 'dropped'>

/** Coze's own calls, and two for whoever publishes from another process. */
export function createRouter(platform: Platform, lookout: Lookout): Respond {
  const routes = compileRoutes({
    'PUT /v1/connectors/{connector_id}/bots/{bot_id}': (call, connectorId, botId) =>
      answerReport(call, platform, connectorId, botId),
    'GET /v1/bots/{bot_id}': (call, botId) => answerProfile(call, platform, botId),
    'POST /v1/bots/{bot_id}/unpublish': (call, botId) => answerUnpublish(call, platform, botId),
    'GET /v1/api_apps': call => answerListApps(call, platform),
    'POST /v1/api_apps': call => answerCreateApp(call, platform),
    'PUT /v1/api_apps/{id}': (call, id) => answerUpdateApp(call, platform, id),
    'GET /v1/api_apps/{id}/events': (call, id) => answerListEvents(call, platform, id),
    'POST /v1/api_apps/{id}/events': (call, id) => answerSubscribe(call, platform, id),
    'POST /api/permission/oauth2/token': call => answerToken(call, platform),
    'PUT /stand-in/bots/{bot_id}': (call, botId) => registerPublish(call, platform, botId),
    'GET /stand-in/bots/{bot_id}/verdict': (call, botId) => awaitVerdict(call, platform, lookout, botId),
  })
  return async call => {
    for (const { pattern, respond } of routes) {
      const match = pattern.exec(`${call.method} ${call.path}`)
      if (match) return respond(call, ...match.slice(1))
    }
    return refuse(4000, 404)
  }
}

function compileRoutes(routes: Readonly<Record<string, RespondWithIds>>) {
  return Object.entries(routes).map(([template, respond]) => ({
    pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '(\\d+)')}$`),
    respond,
  }))
}

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
async function registerPublish(call: Call, { bots, profiles }: Platform, botId: string): Promise<Answer> {
  const body = registration.safeParse(readJson(call.body))
  if (!body.success) return { status: 400, body: { msg: z.prettifyError(body.error) } }
  const { event_id, created_at, name, description, version, ...profile } = body.data
  bots.publish({ botId, eventId: event_id, createdAt: created_at, name, description, version })
  profiles.set(botId, profile)
  return { status: 200, body: {} }
}

/** GET /stand-in/bots/{bot_id}/verdict?wait_ms=30000: the verdict once there is one, else what is shown at the end. */
async function awaitVerdict(
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
