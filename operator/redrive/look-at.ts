import type { DeadLetter, DeadLetterQueue } from './dead-letters.ts'

/** Of a look that was cut off, as by a machine that stops, the letters are back by themselves. */
const lookSeconds = 60

/**
 * All that are there, and stay there. Behind an older letter of the same bot a younger one may not show: SQS keeps them
 * in order, and gives no other while one is away.
 */
export async function lookAt(
  { receive, release }: DeadLetterQueue,
  signal: AbortSignal,
): Promise<DeadLetter[]> {
  const seen = new Map<string, DeadLetter>()
  try {
    for (;;) {
      const letters = await receive(lookSeconds)
      const isOver = letters.every(({ messageId }) => seen.has(messageId))
      for (const letter of letters) seen.set(letter.messageId, letter)
      signal.throwIfAborted()
      if (isOver) return [...seen.values()]
    }
  } finally {
    for (const letter of [...seen.values()].reverse()) await release(letter)
  }
}
