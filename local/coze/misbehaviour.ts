import { setTimeout as sleep } from 'node:timers/promises'
import { refuse } from './answers.ts'
import type { Answer } from './call.ts'

/** Calls about callback apps go by the permission that they need. */
export type Target =
  | 'report'
  | 'token'
  | 'profile'
  | 'unpublish'
  | 'listApiApp'
  | 'createApiApp'
  | 'updateApiApp'
  | 'subscribeApiAppEvent'

/** `code` is Coze's own, in an answer of 200. `hang` lasts until released, `drop` destroys the connection. */
export type Misconduct =
  | 'hang'
  | 'drop'
  | Answer
  | { readonly code: number }
  | { readonly takeEffectThen: Misconduct }

/** Without `how` the call is answered as ever, only later. */
export type Misbehaviour = {
  readonly on: Target
  /** @default 1 */
  readonly times?: number
  /** @default 0 */
  readonly delayMs?: number
  readonly how?: Misconduct
}

/** `met` is fulfilled when the first call has run into it; `release` ends it and lets what hangs go on as ever. */
export type Hold = { readonly met: Promise<void>; readonly release: () => void }

export type Misbehaviours = {
  readonly add: (misbehaviour: Misbehaviour) => Hold
  readonly play: (target: Target, respond: () => Promise<Answer>) => Promise<Answer | 'dropped'>
}

type Script = {
  readonly misbehaviour: Misbehaviour
  readonly meet: () => void
  readonly released: Promise<'released'>
  timesLeft: number
}

/** Scripts are played in the order in which they were added; what hangs when the stand-in closes is dropped. */
export function createMisbehaviours(closed: AbortSignal): Misbehaviours {
  const scripts: Script[] = []
  const closing = new Promise<'closed'>(resolve => closed.addEventListener('abort', () => resolve('closed')))

  async function play(target: Target, respond: () => Promise<Answer>): Promise<Answer | 'dropped'> {
    const script = scripts.find(({ misbehaviour, timesLeft }) => misbehaviour.on === target && timesLeft > 0)
    if (!script) return respond()
    script.timesLeft -= 1
    script.meet()
    const { how, delayMs = 0 } = script.misbehaviour
    await Promise.race([sleep(delayMs, undefined, { ref: false }), closing])
    return how ? misconduct(how, respond, Promise.race([script.released, closing])) : respond()
  }

  return { add: misbehaviour => addScript(scripts, misbehaviour), play }
}

function addScript(scripts: Script[], misbehaviour: Misbehaviour): Hold {
  const met = Promise.withResolvers<void>()
  const released = Promise.withResolvers<'released'>()
  const timesLeft = misbehaviour.times ?? 1
  const script: Script = { misbehaviour, meet: met.resolve, released: released.promise, timesLeft }
  scripts.push(script)
  const release = () => {
    script.timesLeft = 0
    released.resolve('released')
  }
  return { met: met.promise, release }
}

async function misconduct(
  how: Misconduct,
  respond: () => Promise<Answer>,
  end: Promise<'released' | 'closed'>,
): Promise<Answer | 'dropped'> {
  if (how === 'drop') return 'dropped'
  if (how === 'hang') return (await end) === 'released' ? respond() : 'dropped'
  if ('status' in how) return how
  if ('code' in how) return refuse(how.code, 200)
  const answer = await respond()
  return misconduct(how.takeEffectThen, async () => answer, end)
}
