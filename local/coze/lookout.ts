import { EventEmitter, once } from 'node:events'

/** For those who wait until something is so: they look, and look again after every change. */
export type Lookout = {
  readonly changed: () => void
  /** What `look` finds now or later; rejects when the time is up or the stand-in closes. */
  readonly until: <Found>(look: () => Found | undefined, withinMs: number) => Promise<Found>
}

export function createLookout(closed: AbortSignal): Lookout {
  const changes = new EventEmitter().setMaxListeners(0)

  async function until<Found>(look: () => Found | undefined, withinMs: number): Promise<Found> {
    const signal = AbortSignal.any([closed, AbortSignal.timeout(withinMs)])
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      await once(changes, 'change', { signal })
    }
  }

  return { changed: () => void changes.emit('change'), until }
}
