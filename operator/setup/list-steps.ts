import type { CallbackApp } from '../../functions/coze/callback-apps.ts'
import { CozeError, describeFailure, isForbidden } from '../../functions/coze/errors.ts'
import { addToken, changeCallbackTokens } from '../channel/callback-tokens.ts'
import type { Coze } from '../channel/connect-coze.ts'
import type { Deployment } from '../channel/deployment.ts'
import { Problem } from '../desk/errors.ts'
import { createCredentialsStep } from './store-credentials.ts'

/** Whatever else is subscribed stays so. */
export const neededEvents = ['bot.published', 'bot.unpublished', 'bot.deleted'] as const

type Found = {
  /** Without an id where it has to be created. */
  readonly app: CallbackApp
  /** Types of events that the app is subscribed to. */
  readonly events: readonly string[]
  /** Those that verify callbacks now. */
  readonly tokens: readonly string[]
  /** Undefined where those that are stored are in use. */
  readonly credentialsText: string | undefined
}

export type Step = {
  readonly isDue: boolean
  readonly what: string
  /** Takes the app as the step before has left it, and gives it as it is then. */
  readonly make: (app: CallbackApp) => Promise<CallbackApp>
}

/**
 * The token goes first, so that the challenge which Coze sends when it is given the URL, and the first callbacks, verify.
 * Each step leaves what a second run goes on from.
 */
export function listSteps(found: Found, deployment: Deployment, coze: Coze): Step[] {
  const { app, events, tokens, credentialsText } = found
  const { connectorId } = app
  const { callbackUrl } = deployment
  const before = app.callbackUrl === '' ? '' : `, which is ${app.callbackUrl} now`
  const missing = neededEvents.filter(event => !events.includes(event))
  return [
    createCredentialsStep(deployment, credentialsText),
    {
      isDue: app.id === '',
      what: `create a callback app of channel ${connectorId}`,
      make: async () => ({ ...(await coze.callbackApps.create(connectorId)), connectorId }),
    },
    {
      isDue: !tokens.includes(app.verifyToken),
      what: 'store its verify token; those stored before stay valid',
      make: app => storeToken(deployment, app),
    },
    {
      isDue: app.callbackUrl !== callbackUrl,
      what: `set its callback URL to ${callbackUrl}${before}`,
      make: app => setUrl(coze, app, callbackUrl),
    },
    {
      isDue: missing.length > 0,
      what: `subscribe it to ${missing.join(', ')}`,
      // Not documented is whether a call adds to what is subscribed or replaces it: all of it is right for both.
      make: app => subscribe(coze, app, [...new Set([...events, ...missing])]),
    },
  ]
}

async function storeToken(deployment: Deployment, app: CallbackApp): Promise<CallbackApp> {
  if (app.verifyToken === '')
    throw new Problem(
      `Coze does not tell the verify token of callback app ${app.id}: copy it from the console, store it with rotate-token, and run this again`,
    )
  await changeCallbackTokens(deployment, tokens => addToken(tokens, app.verifyToken))
  return app
}

async function setUrl({ callbackApps }: Coze, app: CallbackApp, callbackUrl: string): Promise<CallbackApp> {
  try {
    await callbackApps.setUrl(app.id, callbackUrl)
    return { ...app, callbackUrl }
  } catch (error) {
    const isAboutUrl =
      error instanceof CozeError && error.remedy === 'operator' && !isForbidden(error.failure)
    if (!isAboutUrl) throw error
    throw new Problem(
      `${describeFailure(error.failure)}. Coze sends a challenge to ${callbackUrl} and wants it back within 3 seconds: see what it gets with send url_verification`,
    )
  }
}

async function subscribe({ callbackApps }: Coze, app: CallbackApp, events: string[]): Promise<CallbackApp> {
  await callbackApps.subscribe(app.id, events)
  return app
}
