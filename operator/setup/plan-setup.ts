import type { CallbackApp } from '../../functions/coze/callback-apps.ts'
import { Problem, WrongUse } from '../desk/errors.ts'

/** Whatever else is subscribed stays so. */
export const neededEvents = ['bot.published', 'bot.unpublished', 'bot.deleted'] as const

export type Wanted = {
  readonly callbackUrl: string
  readonly connectorId: string | undefined
  readonly appId: string | undefined
}

/**
 * The app that is to send callbacks here: the one named, the one that does already, or the only one of the channel.
 * Undefined where one has to be created.
 */
export function chooseApp(apps: readonly CallbackApp[], wanted: Wanted): CallbackApp | undefined {
  const { callbackUrl, connectorId, appId } = wanted
  if (appId !== undefined) return findNamed(apps, appId)
  const ofChannel = apps.filter(app => connectorId === undefined || app.connectorId === connectorId)
  const pointingHere = ofChannel.find(app => app.callbackUrl === callbackUrl)
  if (pointingHere !== undefined) return pointingHere
  if (connectorId === undefined)
    throw new WrongUse(
      'connector is missing: give the id of the channel, which Coze shows where the custom channels of the enterprise are managed (企业自定义渠道管理)',
    )
  if (ofChannel.length > 1) {
    const ids = ofChannel.map(({ id }) => id).join(', ')
    throw new WrongUse(`channel ${connectorId} has several callback apps, ${ids}: choose one with --app`)
  }
  return ofChannel[0]
}

function findNamed(apps: readonly CallbackApp[], id: string): CallbackApp {
  const app = apps.find(candidate => candidate.id === id)
  if (app !== undefined) return app
  const ids = apps.map(candidate => candidate.id).join(', ')
  throw new Problem(
    `there is no callback app ${id} of a channel that the credentials see, only: ${ids || 'none'}`,
  )
}

export type Found = {
  readonly app: CallbackApp | undefined
  /** Types of events that the app is subscribed to. */
  readonly events: readonly string[]
  /** Those that verify callbacks now. */
  readonly tokens: readonly string[]
  /** Whether the credentials that are in use are those that are stored. */
  readonly hasCredentials: boolean
}

/** What is left to do. */
export type Plan = {
  readonly storesCredentials: boolean
  readonly createsApp: boolean
  readonly storesToken: boolean
  readonly setsUrl: boolean
  /** What the app lacks. */
  readonly subscribes: readonly string[]
}

export function planSetup({ app, events, tokens, hasCredentials }: Found, callbackUrl: string): Plan {
  return {
    storesCredentials: !hasCredentials,
    createsApp: app === undefined,
    storesToken: app === undefined || !tokens.includes(app.verifyToken),
    setsUrl: app?.callbackUrl !== callbackUrl,
    subscribes: neededEvents.filter(event => !events.includes(event)),
  }
}

/** One line for each thing to do, in order; none where nothing is. */
export function describePlan(plan: Plan, { app }: Found, { callbackUrl, connectorId }: Wanted): string[] {
  const before = app?.callbackUrl ? `, which is ${app.callbackUrl} now` : ''
  const steps: [boolean, string][] = [
    [plan.storesCredentials, 'store the Coze credentials'],
    [plan.createsApp, `create a callback app of channel ${connectorId}`],
    [plan.storesToken, 'store its verify token; those stored before stay valid'],
    [plan.setsUrl, `set its callback URL to ${callbackUrl}${before}`],
    [plan.subscribes.length > 0, `subscribe it to ${plan.subscribes.join(', ')}`],
  ]
  return steps.filter(([isDue]) => isDue).map(([, step]) => step)
}
