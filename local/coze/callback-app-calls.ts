import { z } from 'zod'
import { readJson } from '../../functions/read-json.ts'
import { localConnectorId } from '../defaults.ts'
import { refuse, succeed } from './answers.ts'
import type { Answer, Call } from './call.ts'
import type { CallbackApp } from './callback-apps.ts'
import type { Target } from './misbehaviour.ts'
import { findFault, type Platform } from './platform-calls.ts'

/** Coze's own. */
const eventTypes = z.enum([
  'bot.published',
  'bot.unpublished',
  'bot.deleted',
  'benefit.usage',
  'benefit.plugin.scale.requested',
  'benefit.plugin.scale.expired',
])
const createBody = z.object({ app_type: z.literal('connector'), connector_id: z.string() })
const updateBody = z.object({ callback_url: z.url() })
const subscribeBody = z.object({ event_types: z.array(eventTypes).min(1) })
/** Small pages, so that whoever reads only the first one is found out. */
const pageSize = 1

/** GET /v1/api_apps?app_type=connector */
export function answerListApps(call: Call, platform: Platform) {
  return play(call, platform, 'listApiApp', () => {
    const type = call.query.get('app_type') ?? 'connector'
    return succeedWithPage(call, type === 'connector' ? platform.callbackApps.list().map(describe) : [])
  })
}

/** POST /v1/api_apps */
export function answerCreateApp(call: Call, platform: Platform) {
  return play(call, platform, 'createApiApp', () => {
    const body = createBody.safeParse(readJson(call.body))
    if (!body.success) return refuse(4000)
    if (body.data.connector_id !== localConnectorId) return refuse(4101)
    return succeed(describe(platform.callbackApps.create()))
  })
}

/** PUT /v1/api_apps/{id}: the URL is saved once it has echoed a challenge. */
export function answerUpdateApp(call: Call, platform: Platform, id: string) {
  return play(call, platform, 'updateApiApp', async () => {
    const app = platform.callbackApps.find(id)
    const body = updateBody.safeParse(readJson(call.body))
    if (!app) return refuse(4200)
    if (!body.success) return refuse(4000)
    const { callback_url: callbackUrl } = body.data
    if (!(await platform.challengeUrl(callbackUrl, app.verifyToken))) return refuse(4000)
    platform.callbackApps.change(id, { callbackUrl })
    return succeed()
  })
}

/** GET /v1/api_apps/{id}/events */
export function answerListEvents(call: Call, platform: Platform, id: string) {
  return play(call, platform, 'listApiApp', () => {
    const app = platform.callbackApps.find(id)
    if (!app) return refuse(4200)
    return succeedWithPage(
      call,
      app.eventTypes.map(type => ({ api_app_id: id, event_type: type, name: type })),
    )
  })
}

/** POST /v1/api_apps/{id}/events: what is subscribed already stays so. */
export function answerSubscribe(call: Call, platform: Platform, id: string) {
  return play(call, platform, 'subscribeApiAppEvent', () => {
    const app = platform.callbackApps.find(id)
    const body = subscribeBody.safeParse(readJson(call.body))
    if (!app) return refuse(4200)
    if (!body.success) return refuse(4000)
    const subscribed = new Set([...app.eventTypes, ...body.data.event_types])
    platform.callbackApps.change(id, { eventTypes: [...subscribed] })
    return succeed()
  })
}

function play(call: Call, platform: Platform, target: Target, respond: () => Answer | Promise<Answer>) {
  return platform.misbehaviours.play(target, async () => {
    const fault = findFault(call, platform, localConnectorId)
    return fault ? refuse(fault) : respond()
  })
}

function describe({ id, verifyToken, callbackUrl }: CallbackApp) {
  return {
    id,
    name: '本机渠道',
    app_type: 'connector',
    connector_id: localConnectorId,
    verify_token: verifyToken,
    ...(callbackUrl && { callback_url: callbackUrl }),
  }
}

function succeedWithPage(call: Call, items: readonly object[]): Answer {
  const from = Number(call.query.get('page_token') ?? '') || 0
  const to = from + pageSize
  const next = to < items.length ? { has_more: true, next_page_token: String(to) } : { has_more: false }
  return succeed({ items: items.slice(from, to), ...next })
}
