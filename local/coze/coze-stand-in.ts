import { setMaxListeners } from 'node:events'
import { localAccessToken, localCallbackToken } from '../defaults.ts'
import { startLoopbackServer } from '../loopback-server.ts'
import { createAccessTokens, type OAuthApp } from './access-tokens.ts'
import { type Bot, createBots, type ShownState } from './bots.ts'
import { serveCall } from './call.ts'
import { type CallbackApps, createCallbackApps } from './callback-apps.ts'
import { createUrlChallenger } from './challenge-url.ts'
import type { Resending, Sender } from './deliver.ts'
import { createDeveloper, type Developer } from './developer.ts'
import { createLookout, type Lookout } from './lookout.ts'
import { createMisbehaviours, type Hold, type Misbehaviour, type Target } from './misbehaviour.ts'
import type { Platform, Profile } from './platform-calls.ts'
import { createReports, type ReportRecord } from './reports.ts'
import { createRouter } from './route-call.ts'
import { hardestSpelling, type Spelling } from './write-callback.ts'

export type CozeStandInOptions = {
  /** @default 0, any free port */
  readonly port?: number
  readonly callbackToken?: string
  /** Those that last. Others come from the exchange of a JWT. */
  readonly accessTokens?: readonly string[]
  readonly oauthApp?: OAuthApp
  /** @default ids as numbers, the names of the event's table */
  readonly spelling?: Spelling
  /** @default three times, each after one second, with the first timestamp and nonce */
  readonly resending?: Resending
  /** @default 10 s for a publish, 3 s for the rest */
  readonly limitMs?: number
  /** @default Date.now */
  readonly now?: () => number
}

export type CozeStandIn = Developer & {
  /** The API base. */
  readonly url: string
  /** Registers where callbacks go, as the console would. Nothing can be sent before a URL is registered. */
  readonly setCallbackUrl: (url: string) => void
  readonly callbackApps: CallbackApps
  readonly bot: (botId: string) => Bot | undefined
  /** The bot as soon as it is shown so. */
  readonly shown: (botId: string, state: ShownState, withinMs?: number) => Promise<Bot>
  /** What a bot's profile holds besides name and description. */
  readonly setProfile: (botId: string, profile: Profile) => void
  /** Every result call in order of arrival. */
  readonly reports: readonly ReportRecord[]
  readonly report: (matches: (report: ReportRecord) => boolean, withinMs?: number) => Promise<ReportRecord>
  readonly misbehave: (misbehaviour: Misbehaviour) => Hold
  /** Holds the next call, before it takes effect. */
  readonly hold: (on?: Target) => Hold
  readonly close: () => Promise<void>
}

const patienceMs = 10_000

export async function startCozeStandIn(options: CozeStandInOptions = {}): Promise<CozeStandIn> {
  const closing = new AbortController()
  setMaxListeners(0, closing.signal) // one for each sending, and there may be many at once
  const lookout = createLookout(closing.signal)
  const platform = createPlatform(options, lookout, closing.signal)
  const { bots, profiles, reports, misbehaviours, callbackApps } = platform
  const respond = createRouter(platform, lookout)
  const server = await startLoopbackServer(
    (request, response) => serveCall(request, response, respond),
    options.port,
  )
  return {
    ...createDeveloper(bots, createSender(options, callbackApps, closing.signal)),
    url: server.url,
    setCallbackUrl: url => callbackApps.register(url, options.callbackToken ?? localCallbackToken),
    callbackApps,
    bot: bots.find,
    shown: (botId, state, withinMs = patienceMs) =>
      lookout.until(() => bots.findShown(botId, state), withinMs),
    setProfile: (botId, profile) => void profiles.set(botId, profile),
    reports: reports.all,
    report: (matches, withinMs = patienceMs) => reports.until(matches, withinMs),
    misbehave: misbehaviours.add,
    hold: (on = 'report') => misbehaviours.add({ on, how: 'hang' }),
    close() {
      closing.abort()
      return server.close()
    },
  }
}

function createPlatform(options: CozeStandInOptions, lookout: Lookout, closed: AbortSignal): Platform {
  const { accessTokens = [localAccessToken], oauthApp, now = Date.now } = options
  return {
    bots: createBots(now, lookout.changed),
    profiles: new Map(),
    reports: createReports(lookout),
    tokens: createAccessTokens(accessTokens, oauthApp, now),
    misbehaviours: createMisbehaviours(closed),
    callbackApps: createCallbackApps(),
    challengeUrl: createUrlChallenger(closed, options),
    now,
  }
}

function createSender(options: CozeStandInOptions, apps: CallbackApps, closed: AbortSignal): Sender {
  const { spelling = hardestSpelling, limitMs, now = Date.now } = options
  const { resending = { times: 3, delayMs: 1000, resigned: false } } = options
  const sending = {
    callbackUrl: () => apps.inUse().callbackUrl,
    callbackToken: () => apps.inUse().verifyToken,
  }
  return { ...sending, signed: true, spelling, resending, limitMs, now, closed }
}
