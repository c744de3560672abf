import type { CallbackApp } from '../../functions/coze/callback-apps.ts'
import { CozeError, describeFailure, isForbidden } from '../../functions/coze/errors.ts'
import { addToken, changeCallbackTokens } from '../channel/callback-tokens.ts'
import type { Coze } from '../channel/connect-coze.ts'
import type { Deployment } from '../channel/deployment.ts'
import { Problem } from '../desk/errors.ts'
import { showText } from '../desk/show-text.ts'

/** Whatever else is subscribed stays so. */
export const neededEvents = ['bot.published', 'bot.unpublished', 'bot.deleted'] as const

type Found = {
  /** Without an id where it has to be created. */
  readonly app: CallbackApp
  /** Types of events that the app is subscribed to. */
  readonly events: readonly string[]
  /** Those that verify callbacks now. */
  readonly tokens: readonly string[]
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
export function listSteps({ app, events, tokens }: Found, deployment: Deployment, coze: Coze): Step[] {
  const { connectorId } = app
  const { callbackUrl } = deployment
  const name = app.id === '' ? 'the new app' : `callback app ${app.id} of channel ${connectorId}`
  const missing = neededEvents.filter(event => !events.includes(event))
  return [
    {
      isDue: app.id === '',
      what: `create a callback app of channel ${connectorId}`,
      make: async () => ({ ...(await coze.callbackApps.create(connectorId)), connectorId }),
    },
    {
      isDue: isTokenMissing(app, tokens),
      what: `store the verify token of ${name}; those stored before stay valid`,
      make: app => storeToken(deployment, app),
    },
    {
      isDue: app.callbackUrl !== callbackUrl,
      what:
        app.callbackUrl === ''
          ? `set the callback URL of ${name} to ${callbackUrl}`
          : `move ${name} from ${showText(app.callbackUrl)} to ${callbackUrl}`,
      make: app => setUrl(coze, app, callbackUrl),
    },
    {
      isDue: missing.length > 0,
      what: `subscribe ${name} to ${missing.join(', ')}`,
      // Not documented is whether a call adds to what is subscribed or replaces it: all of it is right for both.
      make: app => subscribe(coze, app, [...new Set([...events, ...missing])]),
    },
  ]
}

/** One that Coze does not tell may be among those that are stored. */
function isTokenMissing({ id, verifyToken }: CallbackApp, tokens: readonly string[]): boolean {
  if (id !== '' && verifyToken === '') return tokens.length === 0
  return !tokens.includes(verifyToken)
}

async function storeToken(deployment: Deployment, app: CallbackApp): Promise<CallbackApp> {
  if (app.verifyToken === '')
    throw new Problem(
      `Coze does not tell the verify token of callback app ${app.id}: copy it from the console, store it with rotate-token --token-file -, and run this again`,
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
