export type Logbook = {
  readonly lines: readonly string[]
  write(line: string): void
  /** Waits for a line that is already there or still to come. */
  until(matches: (line: string) => boolean): Promise<string>
  /** The lines that are JSON, parsed. */
  entries(): unknown[]
}

/** Keeps what is logged, so that a test can wait for it instead of for a while. */
export function createLogbook(): Logbook {
  const lines: string[] = []
  const readers = new Set<(line: string) => void>()
  return {
    lines,
    write(line) {
      lines.push(line)
      for (const read of readers) read(line)
    },
    until: matches =>
      new Promise(resolve => {
        const found = lines.find(matches)
        if (found !== undefined) resolve(found)
        else readers.add(line => matches(line) && resolve(line))
      }),
    entries: () => lines.filter(line => line.startsWith('{')).map(line => JSON.parse(line)),
  }
}
