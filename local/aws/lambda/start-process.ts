import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type ProcessOptions = {
  readonly directory: string
  readonly handler: string
  readonly arn: string
  readonly variables: Readonly<Record<string, string>>
  readonly memoryMegabytes: number
  readonly writeLog: (line: string) => void
}

/** Starts Node in the function's directory, with the function's variables and none of ours. */
export function startProcess(options: ProcessOptions): ChildProcess {
  const child = fork(join(import.meta.dirname, 'main.ts'), [options.handler, options.arn], {
    cwd: options.directory,
    env: { ...options.variables },
    execArgv: [`--max-old-space-size=${options.memoryMegabytes}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', options.writeLog)
  }
  return child
}

/** Waits for the end of the process and of its line to us, so that nothing it said is missed. Says how it ended. */
export async function awaitExit(child: ChildProcess): Promise<string> {
  try {
    const [[code, signal]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')])
    return `Runtime exited with error: ${signal ? `signal: ${signal}` : `exit status ${code}`}`
  } catch (error) {
    return `Runtime could not be run: ${String(error)}`
  }
}
