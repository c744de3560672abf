import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Invocation, readMessage } from './messages.ts'

export type InvokeResult =
  | { readonly outcome: 'success'; readonly payload: unknown }
  | { readonly outcome: 'error'; readonly errorType: string; readonly errorMessage: string }

export type ExecutionEnvironment = {
  /** One event at a time. */
  invoke(requestId: string, event: unknown): Promise<InvokeResult>
  /** Settles when the process is gone, for whatever reason. */
  readonly ended: Promise<InvokeResult>
  kill(): void
  /** Asks the process to leave, and stops waiting for it after a while. */
  end(): Promise<void>
}

type EnvironmentOptions = {
  readonly directory: string
  readonly handler: string
  readonly arn: string
  readonly variables: Readonly<Record<string, string>>
  readonly memoryMegabytes: number
  readonly timeoutSeconds: number
  readonly writeLog: (line: string) => void
}

/** Lambda gives ten seconds to load a function's code, and a machine of its own to do so. */
const initTimeoutSeconds = 60
/** A process that is busy does not hear that it should leave. */
const leaveMs = 500

/** Starts a process that runs one function. */
export function startExecutionEnvironment(options: EnvironmentOptions): ExecutionEnvironment {
  const child = startProcess(options)
  const ready = Promise.withResolvers<void>()
  let answered = Promise.withResolvers<InvokeResult>()
  let reason: InvokeResult | undefined
  const ended = awaitExit(child).then(exit => reason ?? fail('Runtime.ExitError', exit))

  child.on('message', raw => {
    const message = readMessage(raw)
    if (message?.kind === 'ready') ready.resolve()
    else if (message?.kind === 'log') options.writeLog(message.line)
    else if (message?.kind === 'success') answered.resolve(succeed(message.payload))
    else if (message?.kind === 'failure') answered.resolve(fail(message.errorType, message.errorMessage))
    else if (message?.kind === 'crash') reason ??= fail(message.errorType, message.errorMessage)
  })

  /** A process that is late is killed, and so `ended` is what settles the outcome. */
  function killAfter<T>(seconds: number, outcome: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      reason ??= fail('Sandbox.Timedout', `Task timed out after ${seconds.toFixed(2)} seconds`)
      child.kill('SIGKILL')
    }, seconds * 1000)
    return outcome.finally(() => clearTimeout(timer))
  }

  return {
    ended,
    kill: () => child.kill('SIGKILL'),
    async invoke(requestId, event) {
      answered = Promise.withResolvers()
      const failed = await killAfter(initTimeoutSeconds, Promise.race([ready.promise, ended]))
      if (failed) return failed
      const deadlineMs = Date.now() + options.timeoutSeconds * 1000
      child.send({ requestId, event, deadlineMs } satisfies Invocation, () => {})
      return killAfter(options.timeoutSeconds, Promise.race([answered.promise, ended]))
    },
    async end() {
      const timer = setTimeout(() => child.kill('SIGKILL'), leaveMs)
      if (child.connected) child.disconnect()
      await ended.finally(() => clearTimeout(timer))
    },
  }
}

/** Starts Node in the function's directory, with the function's variables and none of ours. */
function startProcess(options: EnvironmentOptions): ChildProcess {
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
async function awaitExit(child: ChildProcess): Promise<string> {
  try {
    const [[code, signal]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')])
    return `Runtime exited with error: ${signal ? `signal: ${signal}` : `exit status ${code}`}`
  } catch (error) {
    return `Runtime could not be run: ${String(error)}`
  }
}

function succeed(payload: string): InvokeResult {
  return { outcome: 'success', payload: JSON.parse(payload) }
}

function fail(errorType: string, errorMessage: string): InvokeResult {
  return { outcome: 'error', errorType, errorMessage }
}
