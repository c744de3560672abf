/** What a bot's developer sees: an audit status, or what comes before, instead of, or after one. */
export type ShownState = 'publishing' | 1 | 2 | 3 | 'failed' | 'unpublished' | 'deleted'

export type Audit = { readonly auditStatus: 1 | 2 | 3; readonly reason: string }

type Cause =
  | { readonly by: 'publish' | 'answer' | 'failure' | 'departure'; readonly eventId: string }
  | { readonly by: 'report' | 'take-down' }

/** `version` is the one the bot had at that moment, whatever version the cause was meant for. */
type Change = {
  readonly state: ShownState
  readonly reason: string
  readonly version: string
  readonly at: number
  readonly cause: Cause
}

export type Published = {
  readonly botId: string
  readonly eventId: string
  readonly createdAt: number
  readonly name: string
  readonly description: string
  readonly version: string
}

export type Bot = {
  readonly botId: string
  readonly latest: Published
  readonly state: ShownState
  readonly reason: string
  readonly history: readonly Change[]
}

export type Bots = {
  readonly find: (botId: string) => Bot | undefined
  /** The bot if it is shown in one of these states. */
  readonly findShown: (botId: string, ...states: readonly ShownState[]) => Bot | undefined
  readonly publish: (published: Published) => void
  readonly takeAnswer: (published: Published, audit: Audit) => void
  readonly noteFailure: (published: Published, why: string) => void
  readonly takeReport: (botId: string, audit: Audit) => 'taken' | 4006 | 4200
  readonly leave: (botId: string, state: 'unpublished' | 'deleted', eventId: string) => void
  readonly takeDown: (botId: string, reason: string) => 'taken' | 4006 | 4200
}

/**
 * The platform as simple as the documents allow it to be: the last word about a bot is shown, whichever
 * version it was meant for, so that a channel's mistake stays to be seen.
 */
export function createBots(now: () => number, changed: () => void): Bots {
  const bots = new Map<string, Bot>()
  const isOnChannel = (botId: string) => refusalFor(bots.get(botId)) === undefined

  function show(
    botId: string,
    state: ShownState,
    reason: string,
    cause: Cause,
    latest = bots.get(botId)?.latest,
  ) {
    if (!latest) return
    const change: Change = { state, reason, version: latest.version, at: now(), cause }
    const history = [...(bots.get(botId)?.history ?? []), change]
    bots.set(botId, { botId, latest, state, reason, history })
    changed()
  }

  function obey(botId: string, state: ShownState, reason: string, by: 'report' | 'take-down') {
    const refusal = refusalFor(bots.get(botId))
    if (!refusal) show(botId, state, reason, { by })
    return refusal ?? 'taken'
  }

  return {
    find: botId => bots.get(botId),
    findShown(botId, ...states) {
      const bot = bots.get(botId)
      return bot && states.includes(bot.state) ? bot : undefined
    },
    publish(published) {
      const { botId, eventId } = published
      if (isNewer(published, bots.get(botId)?.latest)) {
        show(botId, 'publishing', '', { by: 'publish', eventId }, published)
      }
    },
    takeAnswer({ botId, eventId }, { auditStatus, reason }) {
      if (isOnChannel(botId)) show(botId, auditStatus, reason, { by: 'answer', eventId })
    },
    noteFailure({ botId, eventId }, why) {
      const isLatest = bots.get(botId)?.latest.eventId === eventId
      if (isLatest && isOnChannel(botId)) show(botId, 'failed', why, { by: 'failure', eventId })
    },
    leave: (botId, state, eventId) => show(botId, state, '', { by: 'departure', eventId }),
    takeReport: (botId, audit) => obey(botId, audit.auditStatus, audit.reason, 'report'),
    takeDown: (botId, reason) => obey(botId, 'unpublished', reason, 'take-down'),
  }
}

/** A repeated or a late older event changes nothing: the publish it tells of was before. */
function isNewer(published: Published, latest: Published | undefined): boolean {
  if (!latest) return true
  return published.createdAt >= latest.createdAt && published.eventId !== latest.eventId
}

/** No such bot (4006), or none on this channel (4200). */
function refusalFor(bot: Bot | undefined): 4006 | 4200 | undefined {
  if (!bot || bot.state === 'deleted') return 4006
  return bot.state === 'unpublished' ? 4200 : undefined
}
