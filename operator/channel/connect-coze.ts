import { createAccessTokenSource, type GetAccessToken } from '../../functions/coze/access-token.ts'
import { type CallbackApps, createCallbackApps } from '../../functions/coze/callback-apps.ts'
import { type CozeApi, exchangeJwt } from '../../functions/coze/client.ts'
import type { Credentials } from '../../functions/coze/credentials.ts'
import { Problem } from '../desk/errors.ts'
import { readCredentials } from './coze-credentials.ts'
import type { Deployment } from './deployment.ts'

export type Coze = {
  readonly api: CozeApi
  readonly getAccessToken: GetAccessToken
  readonly callbackApps: CallbackApps
}

/** Saving a URL takes Coze up to three seconds for the challenge alone. */
const timeoutMs = 15_000

export function connectCoze(apiBase: string, credentials: Credentials): Coze {
  const api = { apiBase, timeoutMs }
  const getAccessToken = createAccessTokenSource({
    readCredentials: async () => credentials,
    exchange: (jwt, durationSeconds) => exchangeJwt(api, jwt, durationSeconds),
    audience: new URL(apiBase).hostname,
    now: Date.now,
  })
  return { api, getAccessToken, callbackApps: createCallbackApps(api, getAccessToken) }
}

/** With the credentials that the channel itself has. */
export async function connectStoredCoze(deployment: Deployment): Promise<Coze> {
  const credentials = await readCredentials(deployment)
  if (credentials === undefined)
    throw new Problem(`the ${deployment.name} has no Coze credentials yet: store them with setup`)
  return connectCoze(deployment.cozeApiBase, credentials)
}
