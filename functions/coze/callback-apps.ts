import * as z from 'zod/mini'
import type { GetAccessToken } from './access-token.ts'
import { text, textOf } from './callback-fields.ts'
import { type Call, type CozeApi, callCoze } from './client.ts'
import { CozeError } from './errors.ts'

/** What Coze sends callbacks from. `callbackUrl` is empty until one is set. */
export type CallbackApp = {
  id: string
  connectorId: string
  callbackUrl: string
  verifyToken: string
}

/** It goes into a path. */
const appId = textOf(/^[A-Za-z0-9_-]{1,64}$/)
const appSchema = z.pipe(
  z.object({
    id: appId,
    connector_id: z.catch(text, ''),
    // Set to something, so that its token may be in use.
    callback_url: z.catch(text, 'unreadable'),
    verify_token: z.catch(text, ''),
  }),
  z.transform(
    ({
      id,
      connector_id: connectorId,
      callback_url: callbackUrl,
      verify_token: verifyToken,
    }): CallbackApp => ({
      id,
      connectorId,
      callbackUrl,
      verifyToken,
    }),
  ),
)
const eventSchema = z.object({ event_type: z.string() })
const nothing = z.optional(z.unknown())

const pageSchema = z.object({
  items: z.optional(z.array(z.unknown())),
  has_more: z.optional(z.boolean()),
  next_page_token: text,
})

function readItem<T>(schema: z.ZodMiniType<T>, item: unknown): T[] {
  const { success, data } = z.safeParse(schema, item)
  return success ? [data] : []
}

export type CallbackApps = ReturnType<typeof createCallbackApps>

/** Registers a callback URL without the console. Every call throws CozeError. */
export function createCallbackApps(api: CozeApi, getAccessToken: GetAccessToken) {
  const call = <T>(made: Call, data: z.ZodMiniType<T>) => callCoze(api, getAccessToken, made, data)

  /** Page after page; `path` has its question mark already. An item that cannot be read, of whomever, hides no other. */
  async function listAll<T>(name: string, path: string, item: z.ZodMiniType<T>): Promise<T[]> {
    const items: T[] = []
    const asked = new Set<string>()
    let token = ''
    do {
      asked.add(token)
      const page = `${path}page_size=50&page_token=${encodeURIComponent(token)}`
      const { data } = await call({ name, method: 'GET', path: page, permission: 'listApiApp' }, pageSchema)
      items.push(...(data.items ?? []).flatMap(found => readItem(item, found)))
      token = data.has_more === true ? data.next_page_token : ''
      if (token !== '' && asked.has(token))
        throw new CozeError({
          call: `${name}, where the same page is next again and again,`,
          httpStatus: 200,
        })
    } while (token !== '')
    return items
  }

  return {
    /** Those of channels. Source: docs.coze.cn list_callback_app. */
    list: (): Promise<CallbackApp[]> =>
      listAll('listing the callback apps', '/v1/api_apps?app_type=connector&', appSchema),

    /** Source: docs.coze.cn create_callback_app. */
    async create(connectorId: string): Promise<CallbackApp> {
      const created = await call(
        {
          name: `creating a callback app of channel ${connectorId}`,
          method: 'POST',
          path: '/v1/api_apps',
          body: { app_type: 'connector', connector_id: connectorId },
          permission: 'createApiApp',
        },
        appSchema,
      )
      return created.data
    },

    /** Coze sends a challenge there and refuses where it is not echoed in 3 s. Source: docs.coze.cn update_callback_app. */
    async setUrl(id: string, callbackUrl: string): Promise<void> {
      const name = `setting the URL of callback app ${id}`
      const body = { callback_url: callbackUrl }
      await call(
        { name, method: 'PUT', path: `/v1/api_apps/${id}`, body, permission: 'updateApiApp' },
        nothing,
      )
    },

    /** Source: docs.coze.cn subscribe_callback_message. */
    async subscribe(id: string, eventTypes: readonly string[]): Promise<void> {
      const name = `subscribing callback app ${id} to events`
      const path = `/v1/api_apps/${id}/events`
      const body = { event_types: eventTypes }
      await call({ name, method: 'POST', path, body, permission: 'subscribeApiAppEvent' }, nothing)
    },

    /** Types of the events that are subscribed. Source: docs.coze.cn list_subscribed_callback_message. */
    async listEvents(id: string): Promise<string[]> {
      const name = `listing the events of callback app ${id}`
      const events = await listAll(name, `/v1/api_apps/${id}/events?`, eventSchema)
      return events.map(({ event_type }) => event_type)
    },
  }
}
