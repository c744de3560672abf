import { setTimeout as sleep } from 'node:timers/promises'
import type { Desk } from '../desk/open-desk.ts'
import type { DeadLetter, DeadLetterQueue } from './dead-letters.ts'

export type Move = 'send' | 'drop'

type Moving = {
  readonly queue: DeadLetterQueue
  /** What is to be done, by the ids of messages. */
  readonly moves: ReadonlyMap<string, Move>
  readonly ratePerSecond: number
}

/**
 * Moves the letters that were shown and no others: one that dies again meanwhile, or comes new, would go round in circles.
 * A letter stays among the dead until it was sent: broken off in between, it is there twice at worst, and a task has no
 * second effect. Gives what was moved.
 */
export async function moveLetters(
  { queue, moves, ratePerSecond }: Moving,
  change: Desk['change'],
  signal: AbortSignal,
): Promise<Map<string, Move>> {
  const moved = new Map<string, Move>()
  const held = new Map<string, DeadLetter>()
  const keepPace = createPace(ratePerSecond, signal)
  // Ten at a time.
  const holdSeconds = Math.ceil(60 + 10 / ratePerSecond)
  try {
    while (moved.size < moves.size) {
      const letters = await queue.receive(holdSeconds)
      if (letters.every(({ messageId }) => held.has(messageId))) break
      for (const letter of letters) held.set(letter.messageId, letter)
      for (const letter of letters) {
        const move = moves.get(letter.messageId)
        if (move === undefined) continue
        await keepPace()
        await change(describe(letter, move), () => carryOut(queue, letter, move))
        held.delete(letter.messageId)
        moved.set(letter.messageId, move)
      }
    }
  } finally {
    for (const letter of [...held.values()].reverse()) await queue.release(letter)
  }
  return moved
}

async function carryOut({ send, remove }: DeadLetterQueue, letter: DeadLetter, move: Move): Promise<void> {
  if (move === 'send') await send(letter)
  await remove(letter)
}

function describe({ messageId, task }: DeadLetter, move: Move): string {
  if (move === 'drop') return `deleting letter ${messageId}`
  return `sending back the ${task?.kind} ${task?.eventId} of bot ${task?.botId}`
}

function createPace(ratePerSecond: number, signal: AbortSignal): () => Promise<void> {
  let nextAt = 0
  return async () => {
    const now = performance.now()
    const at = Math.max(now, nextAt)
    nextAt = at + 1000 / ratePerSecond
    signal.throwIfAborted()
    await sleep(at - now, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
}
