import type { CallbackApp } from '../../functions/coze/callback-apps.ts'
import { CozeError, describeFailure, isForbidden } from '../../functions/coze/errors.ts'
import { readCallbackTokens, writeCallbackTokens } from '../channel/callback-tokens.ts'
import type { Coze } from '../channel/connect-coze.ts'
import { writeCredentials } from '../channel/coze-credentials.ts'
import type { Deployment } from '../channel/deployment.ts'
import { Problem } from '../desk/errors.ts'
import type { Desk } from '../desk/open-desk.ts'
import type { Found, Plan } from './plan-setup.ts'

type Setup = {
  readonly plan: Plan
  readonly found: Found
  readonly connectorId: string
  readonly credentialsText: string | undefined
  readonly deployment: Deployment
  readonly coze: Coze
}

/**
 * The token goes first, so that the challenge which Coze sends when it is given the URL, and the first callbacks, verify.
 * Each step leaves what a second run goes on from.
 */
export async function carryOut(setup: Setup, { change }: Pick<Desk, 'change'>): Promise<CallbackApp> {
  const { plan, found, connectorId, credentialsText, deployment, coze } = setup
  const { callbackUrl } = deployment
  if (credentialsText !== undefined)
    await change('storing the Coze credentials', () => writeCredentials(deployment, credentialsText))
  const app =
    found.app ??
    (await change(`creating a callback app of channel ${connectorId}`, () =>
      coze.callbackApps.create(connectorId),
    ))
  if (plan.storesToken)
    await change(`storing the verify token of callback app ${app.id}`, () => storeToken(deployment, app))
  if (plan.setsUrl)
    await change(`setting the URL of callback app ${app.id}, which Coze tries at once`, () =>
      setUrl(coze, app.id, callbackUrl),
    )
  if (plan.subscribes.length > 0) {
    // Not documented is whether a call adds to what is subscribed or replaces it: all of it is right for both.
    const events = [...new Set([...found.events, ...plan.subscribes])]
    await change(`subscribing callback app ${app.id} to ${plan.subscribes.join(', ')}`, () =>
      coze.callbackApps.subscribe(app.id, events),
    )
  }
  return { ...app, callbackUrl }
}

async function storeToken(deployment: Deployment, { id, verifyToken }: CallbackApp): Promise<void> {
  if (verifyToken === '')
    throw new Problem(
      `Coze does not tell the verify token of callback app ${id}: copy it from the console, store it with rotate-token, and run this again`,
    )
  const { tokens } = await readCallbackTokens(deployment)
  await writeCallbackTokens(deployment, [verifyToken, ...tokens])
}

async function setUrl({ callbackApps }: Coze, id: string, callbackUrl: string): Promise<void> {
  try {
    await callbackApps.setUrl(id, callbackUrl)
  } catch (error) {
    const isAboutUrl =
      error instanceof CozeError && error.remedy === 'operator' && !isForbidden(error.failure)
    if (!isAboutUrl) throw error
    throw new Problem(
      `${describeFailure(error.failure)}. Coze sends a challenge to ${callbackUrl} and wants it back within 3 seconds: see what it gets with send url_verification`,
    )
  }
}
