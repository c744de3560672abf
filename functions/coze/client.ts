import * as z from 'zod/mini'
import { readRetryAfter, readText } from '../answer.ts'
import type { GetAccessToken, IssuedToken } from './access-token.ts'
import type { Audit } from './audit.ts'
import { type BotProfile, readBotProfile } from './bot-profile.ts'
import { CozeError } from './errors.ts'
import { readExactJson } from './json.ts'

/** `apiBase` has no slash at its end; `timeoutMs` bounds each call, its answer's body included. */
export type CozeApi = { apiBase: string; timeoutMs: number }
/** Tells Coze the state of a bot and gives the log id of the call. Throws CozeError. */
export type Report = (
  bot: { connectorId: string; botId: string },
  audit: Audit,
) => Promise<{ logId: string | undefined }>

/** Gives what is published under a bot's id at this moment. Throws CozeError. */
export type FetchProfile = (botId: string) => Promise<BotProfile>

/** `permission` is the one that the call needs, by its name in Coze's console; absent where none does. */
export type Call = {
  name: string
  method: 'GET' | 'POST' | 'PUT'
  path: string
  body?: unknown
  permission?: string
}

/** Of an answer whose data is not looked at, or not yet. Source: docs.coze.cn coze_error_codes. */
const anything = z.optional(z.unknown())
/** Despite its name, expires_in is the Unix second of the expiry. Source: docs.coze.cn oauth_jwt_channel. */
const issuedTokenSchema = z.object({
  access_token: z.string().check(z.minLength(1)),
  expires_in: z.number(),
})
/** OAuth errors carry a word instead of a number, and the documents do not say in which field. */
const errorCode = z.catch(
  z.optional(z.union([z.number(), z.string().check(z.regex(/^[a-z_]{1,40}$/))])),
  undefined,
)
/** It goes into logs, into the record and onto a terminal. */
const logIdSchema = z.string().check(z.regex(/^[\x21-\x7e]{1,200}$/))
const failureSchema = z.object({
  code: errorCode,
  error_code: errorCode,
  error: errorCode,
  detail: z.catch(z.optional(z.object({ logid: logIdSchema })), undefined),
})

/** PUT /v1/connectors/{connector_id}/bots/{bot_id}. Source: docs.coze.cn update_review_result. */
export function createReporter(api: CozeApi, getAccessToken: GetAccessToken): Report {
  return async ({ connectorId, botId }, audit) => {
    const call: Call = {
      name: 'reporting the review result',
      method: 'PUT',
      path: `/v1/connectors/${connectorId}/bots/${botId}`,
      body: audit,
      permission: 'Connector.botUpdateProfile',
    }
    const { logId } = await callCoze(api, getAccessToken, call, anything)
    return { logId }
  }
}

/** GET /v1/bots/{bot_id}. Source: docs.coze.cn get_metadata_draft_published. */
export function createProfileFetcher(api: CozeApi, getAccessToken: GetAccessToken): FetchProfile {
  return async botId => {
    const call: Call = {
      name: 'fetching the profile of the bot',
      method: 'GET',
      path: `/v1/bots/${botId}?is_published=true`,
      permission: 'getMetadata',
    }
    const { data } = await callCoze(api, getAccessToken, call, anything)
    return readBotProfile(data)
  }
}

/** POST /api/permission/oauth2/token: a signed JWT, good for one use, against an access token. */
export async function exchangeJwt(api: CozeApi, jwt: string, durationSeconds: number): Promise<IssuedToken> {
  const call: Call = {
    name: 'exchanging the JWT for an access token',
    method: 'POST',
    path: '/api/permission/oauth2/token',
    body: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', duration_seconds: durationSeconds },
  }
  const { data } = await request(api, call, jwt, issuedTokenSchema)
  return { accessToken: data.access_token, expiresAtMs: data.expires_in * 1000 }
}

/** Makes a call and reads the `data` of its answer. Code 0 is success whatever the HTTP status. Throws CozeError. */
export function callCoze<T>(
  api: CozeApi,
  getAccessToken: GetAccessToken,
  call: Call,
  data: z.ZodMiniType<T>,
) {
  return withAccessToken(getAccessToken, async bearer => {
    const answer = await request(api, call, bearer, z.object({ code: z.literal(0), data }))
    return { data: answer.data.data, logId: answer.logId }
  })
}

/** A refused token is worth one more try, if another one can be had. */
async function withAccessToken<T>(getAccessToken: GetAccessToken, call: (token: string) => Promise<T>) {
  const token = await getAccessToken()
  try {
    return await call(token)
  } catch (error) {
    if (!(error instanceof CozeError) || error.remedy !== 'renew-token') throw error
    const renewed = await getAccessToken({ refused: token })
    if (renewed === token) throw error
    return await call(renewed)
  }
}

async function request<T>(api: CozeApi, call: Call, bearer: string, schema: z.ZodMiniType<T>) {
  const response = await send(api, call, bearer)
  const json = readExactJson(response.body)
  const failure = z.safeParse(failureSchema, json).data
  const logId = z.safeParse(logIdSchema, response.headers.get('x-tt-logid')).data ?? failure?.detail?.logid
  const success = z.safeParse(schema, json)
  if (success.success) return { data: success.data, logId }
  throw new CozeError({
    call: call.name,
    permission: call.permission,
    httpStatus: response.status,
    code: failure?.code ?? failure?.error_code ?? failure?.error,
    logId,
    retryAfterMs: readRetryAfter(response.headers),
  })
}

async function send({ apiBase, timeoutMs }: CozeApi, call: Call, bearer: string) {
  try {
    const response = await fetch(`${apiBase}${call.path}`, {
      method: call.method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: response.status, headers: response.headers, body: await readText(response) }
  } catch (cause) {
    throw new CozeError({ call: call.name }, cause)
  }
}
