import { z } from 'zod'
import { readJson } from '../../functions/read-json.ts'
import { localConnectorId } from '../defaults.ts'
import type { AccessTokens, TokenRefusal } from './access-tokens.ts'
import { refuse, succeed } from './answers.ts'
import type { Bots } from './bots.ts'
import type { Call } from './call.ts'
import type { CallbackApps } from './callback-apps.ts'
import type { ChallengeUrl } from './challenge-url.ts'
import type { Misbehaviours } from './misbehaviour.ts'
import type { Reports } from './reports.ts'

/** What a bot's profile holds beside the fields of a callback. */
export type Profile = Readonly<Record<string, unknown>>

export type Platform = {
  readonly bots: Bots
  readonly profiles: Map<string, Profile>
  readonly reports: Reports
  readonly tokens: AccessTokens
  readonly misbehaviours: Misbehaviours
  readonly callbackApps: CallbackApps
  readonly challengeUrl: ChallengeUrl
  readonly now: () => number
}

/** The longest reason of a report is not documented; the stand-in is no more generous than it may be. */
const reportBody = z.object({ audit_status: z.literal([1, 2, 3]), reason: z.string().max(1000).default('') })
const unpublishBody = z.object({
  connector_id: z.string(),
  unpublish_reason: z.string().max(1024).default(''),
})
const anyReportBody = z
  .object({ audit_status: z.number().optional(), reason: z.string().optional() })
  .catch({ audit_status: undefined, reason: undefined })

/** PUT /v1/connectors/{connector_id}/bots/{bot_id} */
export async function answerReport(call: Call, platform: Platform, connectorId: string, botId: string) {
  const said = anyReportBody.parse(readJson(call.body))
  const report = platform.reports.arrive({
    connectorId,
    botId,
    auditStatus: said.audit_status,
    reason: said.reason,
    token: call.bearer,
    at: platform.now(),
  })
  const answered = await platform.misbehaviours.play('report', async () => {
    const refusal = findFault(call, platform, connectorId) ?? takeReport(call, platform, botId)
    if (refusal) return refuse(refusal)
    report.takeEffect()
    return succeed()
  })
  report.settle(answered)
  return answered
}

function takeReport(call: Call, { bots }: Platform, botId: string): number | undefined {
  const body = reportBody.safeParse(readJson(call.body))
  if (!body.success) return 4000
  const taken = bots.takeReport(botId, { auditStatus: body.data.audit_status, reason: body.data.reason })
  return taken === 'taken' ? undefined : taken
}

/** Who asks is somebody else, or has nothing to say about the channel. */
export function findFault(
  { bearer }: Call,
  { tokens }: Platform,
  connectorId: string,
): 4100 | 4101 | undefined {
  if (!tokens.accepts(bearer)) return 4100
  return connectorId === localConnectorId ? undefined : 4101
}

/** GET /v1/bots/{bot_id}?is_published=true */
export async function answerProfile(call: Call, platform: Platform, botId: string) {
  return platform.misbehaviours.play('profile', async () => {
    const fault = findFault(call, platform, localConnectorId)
    if (fault) return refuse(fault)
    if (call.query.get('is_published') !== 'true') return refuse(4000)
    const bot = platform.bots.find(botId)
    if (!bot || bot.state === 'deleted') return refuse(4006)
    const { name, description, version } = bot.latest
    return succeed({ bot_id: botId, name, description, version, ...platform.profiles.get(botId) })
  })
}

/** POST /v1/bots/{bot_id}/unpublish */
export async function answerUnpublish(call: Call, platform: Platform, botId: string) {
  return platform.misbehaviours.play('unpublish', async () => {
    const body = unpublishBody.safeParse(readJson(call.body))
    const fault = findFault(call, platform, body.data?.connector_id ?? localConnectorId)
    if (fault) return refuse(fault)
    if (!body.success) return refuse(4000)
    const refusal = platform.bots.takeDown(botId, body.data.unpublish_reason)
    return refusal === 'taken' ? succeed() : refuse(refusal)
  })
}

const statusOf: Readonly<Record<TokenRefusal, number>> = {
  invalid_request: 400,
  unsupported_grant_type: 400,
  invalid_client: 401,
}

/** POST /api/permission/oauth2/token */
export async function answerToken(call: Call, { tokens, misbehaviours }: Platform) {
  return misbehaviours.play('token', async () => {
    const answer = await tokens.exchange(call.bearer, call.body, call.host)
    if ('refusal' in answer) {
      const body = { error_code: answer.refusal, error_message: answer.why, error: answer.refusal }
      return { status: statusOf[answer.refusal], body }
    }
    const { accessToken, expiresAtSeconds } = answer
    return {
      status: 200,
      body: { access_token: accessToken, expires_in: expiresAtSeconds, token_type: 'Bearer' },
    }
  })
}
