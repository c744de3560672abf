import type { CommandLine } from './command.ts'
import { runOperator } from './run-operator.ts'

/** Runs the command that this process was called with, and leaves its exit code. */
export async function runProcess(line: CommandLine): Promise<void> {
  const stop = new AbortController()
  // Once each: who asks a second time is not made to wait.
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort())
  // Whoever reads our output may have read enough, as `head` does.
  process.stdout.on('error', () => process.exit())

  process.exitCode = await runOperator(line, process.argv.slice(2), {
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
    environment: process.env,
    signal: stop.signal,
  })
  // What was interrupted may still hold connections open.
  if (stop.signal.aborted) process.exit()
}
