import type { CozeFailure } from '../../functions/coze/errors.ts'

/** What Coze says of a call that it does not accept; nothing where no answer comes. */
export type Said = Pick<CozeFailure, 'httpStatus' | 'code'>

/** How a call ends for the story that makes it. What does not end in an answer may have taken effect all the same. */
export type Fate =
  | { readonly ending: 'answer' }
  | { readonly ending: 'error'; readonly takesEffect: boolean; readonly said: Said }
  | { readonly ending: 'death'; readonly takesEffect: boolean }
export const fine: Fate = { ending: 'answer' }

/** Makes a call once the story is told to go on; `fail` makes the error that the story hears where there is one. */
export type Pace = <T>(name: string, call: () => Promise<T>, fail: (said: Said) => Error) => Promise<T>

export type PacedStory = {
  /** The call before which the story stands; undefined while it makes one, and once it is over. */
  readonly next: string | undefined
  /** It has come to its end, or died. */
  readonly isOver: boolean
  /** Lets the next call happen, and waits until the story stands before another one or is over. */
  goOn(fate: Fate): Promise<void>
  /** The process is gone: nothing more happens in the story. */
  die(): void
}

/** Starts a story that halts before each of its calls, so that several can be interleaved in any order, repeatably. */
export async function startStory(tell: (pace: Pace) => Promise<void>): Promise<PacedStory> {
  let halted: { name: string; release: (fate: Fate) => void } | undefined
  let stands = Promise.withResolvers<void>()
  let isOver = false

  const pace: Pace = async (name, call, fail) => {
    if (halted !== undefined)
      throw new Error(`${name} beside ${halted.name}: a story makes one call at a time`)
    const { promise: told, resolve: release } = Promise.withResolvers<Fate>()
    halted = { name, release }
    stands.resolve()
    const fate = await told
    if (fate.ending === 'answer') return call()
    if (fate.takesEffect) await call()
    if (fate.ending === 'error') throw fail(fate.said)
    isOver = true
    stands.resolve()
    return new Promise(() => {})
  }

  tell(pace).then(
    () => {
      isOver = true
      stands.resolve()
    },
    error => stands.reject(error),
  )
  await stands.promise
  return {
    get next() {
      return halted?.name
    },
    get isOver() {
      return isOver
    },
    async goOn(fate) {
      if (halted === undefined) return
      const { release } = halted
      halted = undefined
      stands = Promise.withResolvers()
      release(fate)
      await stands.promise
    },
    die() {
      halted = undefined
      isOver = true
    },
  }
}
