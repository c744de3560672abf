import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { connect } from '../channel/connect.ts'
import type { Deployment } from '../channel/deployment.ts'
import { confirm } from './confirm.ts'
import { Interruption } from './errors.ts'
import { createProgress, type Screen } from './progress.ts'
import type { CommonOptions } from './read-arguments.ts'
import { readLine } from './read-line.ts'

/** Where a person, or a script, sits. */
export type Terminal = {
  readonly input: Readable & { readonly isTTY?: boolean }
  readonly output: Writable
  readonly errors: Screen
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Control-C. */
  readonly signal: AbortSignal
}

/** What a command works with. */
export type Desk = AsyncDisposable & {
  /** The channel that the command line names; connected once. */
  readonly connect: () => Promise<Deployment>
  /** Returns where the person agrees, or has with `--yes`. To be asked before the first change. */
  readonly confirm: (question: string) => Promise<void>
  /** Makes one change, which Control-C does not cut in two. `what` says it in a list of what was done. */
  readonly change: <T>(what: string, make: () => Promise<T>) => Promise<T>
  /** Does work that holds what it has to give back: the signal breaks it off, and whoever presses Control-C waits for its end. */
  readonly hold: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>
  /** A line about what takes long, and one that is to stay. */
  readonly progress: (line: string) => void
  readonly note: (line: string) => void
  /** A line of the result that is known before the rest; with `--json` the document alone is printed. */
  readonly print: (line: string) => void
  /** All of standard input, and the same line by line, as it comes. */
  readonly readInput: () => Promise<string>
  readonly inputLines: () => AsyncIterable<string>
  /** The same, but of a person, who has more to say after it, a line. */
  readonly readLine: (what: string) => Promise<string>
  readonly environment: Terminal['environment']
  /** Rejects on Control-C, once no change is under way. */
  readonly interrupted: Promise<never>
}

export function openDesk(terminal: Terminal, options: CommonOptions): Desk {
  const { input, output, errors, environment, signal } = terminal
  let deployment: Promise<Deployment> | undefined
  const progress = createProgress(errors)
  const { change, hold, interrupted } = watchChanges(signal, progress.lasting)
  return {
    connect() {
      deployment ??= connect(options, environment)
      return deployment
    },
    confirm(question) {
      progress.clear()
      return confirm(question, terminal, options.yes)
    },
    change,
    hold,
    progress: progress.passing,
    note: progress.lasting,
    print(line) {
      if (!options.json) output.write(`${line}\n`)
    },
    readInput: () => text(input),
    inputLines: () => createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }),
    async readLine(what) {
      if (input.isTTY !== true) return text(input)
      progress.clear()
      errors.write(`${what}, then Enter: `)
      return readLine(terminal)
    },
    environment,
    interrupted,
    async [Symbol.asyncDispose]() {
      progress.clear()
      const closing = deployment?.then(
        opened => opened.close(),
        () => {},
      )
      // Who has pressed Control-C does not wait for a connection.
      if (!signal.aborted) await closing
    },
  }
}

function watchChanges(signal: AbortSignal, note: (line: string) => void) {
  const done: string[] = []
  let underWay: Promise<unknown> = Promise.resolve()
  let holding: Promise<unknown> = Promise.resolve()

  async function change<T>(what: string, make: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw new Interruption(done)
    note(`${what} ...`)
    const making = make()
    underWay = making.then(
      () => done.push(what),
      () => undefined,
    )
    return making
  }

  async function hold<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const working = work(signal)
    holding = working.catch(() => undefined)
    try {
      return await working
    } catch (error) {
      throw signal.aborted && error === signal.reason ? new Interruption(done) : error
    }
  }

  const { promise: interrupted, reject } = Promise.withResolvers<never>()
  interrupted.catch(() => {}) // nobody may be waiting any more
  signal.addEventListener('abort', async () => {
    await Promise.all([underWay, holding])
    reject(new Interruption(done))
  })
  return { change, hold, interrupted }
}
