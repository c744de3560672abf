import { setMaxListeners } from 'node:events'
import { localAccessToken, localCallbackToken, localConnectorId } from '../defaults.ts'
import { createAccessTokens, type OAuthApp } from './access-tokens.ts'
import { type Bot, createBots, type ShownState } from './bots.ts'
import { hardestSpelling, type Spelling } from './callback-body.ts'
import type { Callee, Resending, Sender } from './deliver.ts'
import { createDeveloper, type Developer } from './developer.ts'
import { startHttpServer } from './http-server.ts'
import { createLookout, type Lookout } from './lookout.ts'
import { createMisbehaviours, type Hold, type Misbehaviour, type Target } from './misbehaviour.ts'
import type { Platform, Profile } from './platform-calls.ts'
import { createReports, type ReportRecord } from './reports.ts'
import { createRouter } from './route-call.ts'

export type CozeStandInOptions = {
  /** @default 0, any free port */
  readonly port?: number
  /** May be set later. */
  readonly callbackUrl?: string
  readonly callbackToken?: string
  readonly connectorId?: string
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

export type CozeStandIn = Callee &
  Developer & {
    /** The API base. */
    readonly url: string
    readonly port: number
    readonly connectorId: string
    readonly bot: (botId: string) => Bot | undefined
    /** The bot as soon as it is shown so. */
    readonly shown: (botId: string, state: ShownState, withinMs?: number) => Promise<Bot>
    /** Fields of the profile beside those a publish tells. */
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
  const { connectorId, bots, profiles, reports, misbehaviours } = platform
  const server = await startHttpServer(options.port ?? 0, createRouter(platform, lookout))
  const { callbackUrl = '', callbackToken = localCallbackToken } = options
  const callee: Callee = { callbackUrl, callbackToken }
  const developer = createDeveloper(bots, connectorId, createSender(options, callee, closing.signal))
  return Object.assign(callee, developer, {
    url: server.url,
    port: server.port,
    connectorId,
    bot: bots.find,
    shown: (botId: string, state: ShownState, withinMs = patienceMs) =>
      lookout.until(() => bots.findShown(botId, state), withinMs),
    setProfile: (botId: string, profile: Profile) => void profiles.set(botId, profile),
    reports: reports.all,
    report: (matches: (report: ReportRecord) => boolean, withinMs = patienceMs) =>
      reports.until(matches, withinMs),
    misbehave: misbehaviours.add,
    hold: (on: Target = 'report') => misbehaviours.add({ on, how: 'hang' }),
    close() {
      closing.abort()
      return server.close()
    },
  })
}

function createPlatform(options: CozeStandInOptions, lookout: Lookout, closed: AbortSignal): Platform {
  const {
    connectorId = localConnectorId,
    accessTokens = [localAccessToken],
    oauthApp,
    now = Date.now,
  } = options
  return {
    connectorId,
    bots: createBots(now, lookout.changed),
    profiles: new Map(),
    reports: createReports(lookout),
    tokens: createAccessTokens(accessTokens, oauthApp, now),
    misbehaviours: createMisbehaviours(closed),
    now,
  }
}

function createSender(options: CozeStandInOptions, callee: Callee, closed: AbortSignal): Sender {
  const { spelling = hardestSpelling, limitMs, now = Date.now } = options
  const { resending = { times: 3, delayMs: 1000, resigned: false } } = options
  return { callee, signed: true, spelling, resending, limitMs, now, closed }
}
