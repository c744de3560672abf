import type { Writable } from 'node:stream'

export type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number }

type Progress = {
  /** A line that the next one replaces, where a person looks on. */
  readonly passing: (line: string) => void
  /** A line that stays. */
  readonly lasting: (line: string) => void
  /** Takes a passing line away. */
  readonly clear: () => void
}

const eraseLine = '\r\u001b[2K'

export function createProgress(errors: Screen): Progress {
  let isPassing = false

  function clear(): void {
    if (isPassing) errors.write(eraseLine)
    isPassing = false
  }

  function lasting(line: string): void {
    clear()
    errors.write(`${line}\n`)
  }

  function passing(line: string): void {
    clear()
    isPassing = errors.isTTY === true
    // A line that wraps could not be taken away again.
    errors.write(isPassing ? line.slice(0, (errors.columns ?? 80) - 1) : `${line}\n`)
  }

  return { passing, lasting, clear }
}
