import { refuse } from './answers.ts'
import { awaitVerdict, registerPublish } from './control-calls.ts'
import type { Answer, Call, Respond } from './http-server.ts'
import type { Lookout } from './lookout.ts'
import { answerProfile, answerReport, answerToken, answerUnpublish, type Platform } from './platform-calls.ts'

type RespondWithIds = (call: Call, ...ids: string[]) => Promise<Answer | 'dropped'>

export function createRouter(platform: Platform, lookout: Lookout): Respond {
  const routes = compileRoutes({
    'PUT /v1/connectors/{connector_id}/bots/{bot_id}': (call, connectorId, botId) =>
      answerReport(call, platform, connectorId, botId),
    'GET /v1/bots/{bot_id}': (call, botId) => answerProfile(call, platform, botId),
    'POST /v1/bots/{bot_id}/unpublish': (call, botId) => answerUnpublish(call, platform, botId),
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
