/** Lets so many go on at a time; the others wait, first come first served. */
type Turns = { take(): Promise<void>; giveBack(): void }

export function createTurns(atMost: number): Turns {
  const waiting: (() => void)[] = []
  let free = atMost
  return {
    async take() {
      if (free > 0) free -= 1
      else await new Promise<void>(resolve => waiting.push(resolve))
    },
    giveBack() {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    },
  }
}
