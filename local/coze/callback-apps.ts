import { randomBytes } from 'node:crypto'

/** An app of the channel. Its URL is empty until one is set. */
export type CallbackApp = {
  readonly id: string
  readonly verifyToken: string
  readonly callbackUrl: string
  readonly eventTypes: readonly string[]
}

export type CallbackApps = {
  readonly list: () => readonly CallbackApp[]
  readonly find: (id: string) => CallbackApp | undefined
  readonly create: () => CallbackApp
  readonly change: (id: string, change: Partial<Omit<CallbackApp, 'id'>>) => void
  /** All at once, as somebody has done in the console. */
  readonly register: (callbackUrl: string, verifyToken: string) => void
  /** What callbacks come from: the app whose URL was set last. */
  readonly inUse: () => CallbackApp
}

const firstId = 7_512_045_450_401_153_075n

export function createCallbackApps(): CallbackApps {
  const apps = new Map<string, CallbackApp>()
  let inUse: string | undefined

  function create(): CallbackApp {
    const id = String(firstId + BigInt(apps.size))
    const app = { id, verifyToken: randomBytes(24).toString('hex'), callbackUrl: '', eventTypes: [] }
    apps.set(id, app)
    return app
  }

  function change(id: string, change: Partial<Omit<CallbackApp, 'id'>>): void {
    const app = apps.get(id)
    if (app) apps.set(id, { ...app, ...change })
    if (change.callbackUrl !== undefined) inUse = id
  }

  return {
    list: () => [...apps.values()],
    find: id => apps.get(id),
    create,
    change,
    register(callbackUrl, verifyToken) {
      const { id } = apps.get(inUse ?? '') ?? create()
      change(id, {
        callbackUrl,
        verifyToken,
        eventTypes: ['bot.published', 'bot.unpublished', 'bot.deleted'],
      })
    },
    inUse() {
      const app = apps.get(inUse ?? '')
      if (!app) throw new Error('no callback URL: set it before anything is sent')
      return app
    },
  }
}
