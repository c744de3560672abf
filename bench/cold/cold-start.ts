import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { BenchFunction } from './functions.ts'
import { startRuntimeApi } from './runtime-api.ts'

/** In milliseconds. `total` is from the start of the process to the answer, `firstInvocation` from the event to the answer. */
export type ColdStart = { readonly total: number; readonly firstInvocation: number; readonly answer: unknown }

/** Starts a fresh process on AWS's runtime interface client, has it answer one event, and ends it. */
export async function measureColdStart(
  fn: BenchFunction,
  event: unknown,
  interfaceClient: string,
): Promise<ColdStart> {
  const { address, invocation, close } = await startRuntimeApi(event)
  const env = { ...describeSurroundings(fn), ...fn.variables, AWS_LAMBDA_RUNTIME_API: address }
  const startedAt = performance.now()
  const child = spawn(process.execPath, [interfaceClient, fn.handler], {
    cwd: fn.directory,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  try {
    const { handedOutAt, answeredAt, answer } = await Promise.race([invocation, failOnExit(child, exited)])
    return { total: answeredAt - startedAt, firstInvocation: answeredAt - handedOutAt, answer }
  } finally {
    child.kill('SIGKILL')
    await Promise.all([exited, close()])
  }
}

/** The pipes are read, or a process that logs much would wait for ever. */
async function failOnExit({ stdio }: ChildProcess, exited: Promise<unknown>): Promise<never> {
  const pipes = stdio.filter(stream => stream instanceof Readable)
  const said = await Promise.all(pipes.map(pipe => text(pipe)))
  await exited
  throw new Error(`the function ended without an answer:\n${said.join('')}`)
}

/** What Lambda puts into the environment of a function with JSON logs and tracing. The credentials open nothing. */
function describeSurroundings({ name, directory, handler }: BenchFunction): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    LAMBDA_TASK_ROOT: directory,
    _HANDLER: handler,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_LOG_GROUP_NAME: name,
    AWS_LAMBDA_LOG_STREAM_NAME: name,
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_LEVEL: 'INFO',
    // Lambda takes the lines of a log from this pipe, not from the standard output.
    _LAMBDA_TELEMETRY_LOG_FD: '3',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_REGION: 'local-1',
    AWS_DEFAULT_REGION: 'local-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
  }
}
