import type { CallbackApp } from '../../functions/coze/callback-apps.ts'
import { readCallbackTokens, tokenIsHidden } from '../channel/callback-tokens.ts'
import { type Coze, connectCoze } from '../channel/connect-coze.ts'
import { nameCredentials, readCredentials } from '../channel/coze-credentials.ts'
import type { Deployment } from '../channel/deployment.ts'
import { tryAccess } from '../channel/try-access.ts'
import { Problem } from '../desk/errors.ts'
import { neededEvents } from '../setup/list-steps.ts'
import type { Check } from './examine.ts'

/** What the channel and Coze know of each other. What several checks need is asked once. */
export function createCozeChecks(deployment: Deployment): Readonly<Record<string, Check>> {
  const findCredentials = once(() => requireCredentials(deployment))
  const connect = once(async () => connectCoze(deployment.cozeApiBase, await findCredentials()))
  const listApps = once(async () => (await connect()).callbackApps.list())
  const findApps = once(async () => requireApps(await listApps(), deployment))
  return {
    'Coze credentials': async () => nameCredentials(await findCredentials()),
    'access to Coze': async () => measureAccess(await connect(), listApps),
    'callback app': async () => checkVerifyTokens(await findApps(), deployment),
    events: async () => checkEvents(await connect(), await findApps()),
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

async function requireCredentials(deployment: Deployment) {
  const credentials = await readCredentials(deployment)
  if (credentials === undefined) throw new Problem('none are stored, so no verdict reaches Coze: run setup')
  return credentials
}

async function measureAccess(
  { api, getAccessToken }: Coze,
  listApps: () => Promise<unknown>,
): Promise<string> {
  const startedAt = performance.now()
  await tryAccess(getAccessToken, listApps)
  return `${api.apiBase} accepts the credentials · ${Math.round(performance.now() - startedAt)} ms`
}

function requireApps(apps: readonly CallbackApp[], { callbackUrl }: Deployment): CallbackApp[] {
  const pointingHere = apps.filter(candidate => candidate.callbackUrl === callbackUrl)
  if (pointingHere.length > 0) return pointingHere
  throw new Problem(
    `none of the ${apps.length} that the credentials see sends to ${callbackUrl}: run setup --connector ID`,
  )
}

async function checkVerifyTokens(apps: readonly CallbackApp[], deployment: Deployment): Promise<string> {
  const { tokens } = await readCallbackTokens(deployment)
  const strangers = apps.filter(({ verifyToken }) => verifyToken !== '' && !tokens.includes(verifyToken))
  if (strangers.length === 0) return apps.map(describeApp).join('; ')
  const ids = strangers.map(({ id }) => id).join(', ')
  throw new Problem(
    `${ids} sends here, but signs with a token that is not stored, so nothing of it gets in: run setup`,
  )
}

function describeApp({ id, connectorId, verifyToken }: CallbackApp): string {
  return `${id} of channel ${connectorId} sends here${verifyToken === '' ? `. ${tokenIsHidden}` : ''}`
}

async function checkEvents({ callbackApps }: Coze, apps: readonly CallbackApp[]): Promise<string> {
  const problems: string[] = []
  for (const { id } of apps) {
    const events = await callbackApps.listEvents(id)
    const missing = neededEvents.filter(event => !events.includes(event))
    if (missing.length > 0) problems.push(`${id} is not subscribed to ${missing.join(', ')}`)
  }
  if (problems.length === 0) return `${neededEvents.join(', ')} are subscribed`
  throw new Problem(`${problems.join('; ')}: run setup`)
}
