/**
 * Runs inside a function's own process: loads the handler, then answers one event after the other.
 * No schema library here: this file is in the way of every cold start.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describeError, formatLine, type LogContext, writeConsoleAsJson } from './console.ts'
import type { Invocation, Message } from './messages.ts'

const [handlerName = '', functionArn = ''] = process.argv.slice(2)
const log: LogContext = { requestId: undefined }

process.on('SIGINT', () => {}) // Control-C reaches the whole process group; the parent decides what it means.
process.on('disconnect', () => process.exit())
if (!process.connected) process.exit()
process.on('uncaughtException', error => die(error, describeError(error).errorType))
process.on('unhandledRejection', reason => die(reason, 'Runtime.UnhandledPromiseRejection'))
writeConsoleAsJson(writeLine, log, process.env.AWS_LAMBDA_LOG_LEVEL)

const handler = await loadHandler()
process.on('message', message => {
  if (isInvocation(message)) void answer(message)
})
send({ kind: 'ready' })

async function loadHandler() {
  const [file = '', exported = ''] = handlerName.split('.')
  const found: unknown = Reflect.get(Object(await loadModule(join(process.cwd(), file))), exported)
  if (typeof found !== 'function') throw new Error(`${handlerName} is undefined or not exported`)
  if (found.length > 2) throw new Error('Callback-based function handlers are no longer supported')
  return found
}

/** In the order in which Lambda looks. A CommonJS module may be a promise. */
async function loadModule(path: string): Promise<unknown> {
  const extension = ['.js', '.mjs', '.cjs'].find(candidate => existsSync(path + candidate))
  if (extension === undefined) throw new Error(`Cannot find module ${path}`)
  const module: unknown = await import(pathToFileURL(path + extension).href)
  if (extension === '.mjs') return module
  const exports: unknown = await Reflect.get(Object(module), 'default')
  return exports ?? module
}

async function answer(invocation: Invocation): Promise<void> {
  log.requestId = invocation.requestId
  try {
    const result: unknown = await handler(invocation.event, createContext(invocation))
    send({ kind: 'success', payload: JSON.stringify(result) ?? 'null' })
  } catch (error) {
    writeLine(formatLine('ERROR', invocation.requestId, [error]))
    send({ kind: 'failure', ...describeError(error) })
  }
}

function createContext({ requestId, deadlineMs }: Invocation) {
  return {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  }
}

function isInvocation(message: unknown): message is Invocation {
  return typeof message === 'object' && message !== null && 'requestId' in message && 'deadlineMs' in message
}

function die(error: unknown, errorType: string): void {
  writeLine(formatLine('ERROR', log.requestId, [error]))
  send({ kind: 'crash', ...describeError(error), errorType }, () => process.exit(1))
}

function writeLine(line: string): void {
  send({ kind: 'log', line })
}

function send(message: Message, whenSent = () => {}): void {
  process.send?.(message, whenSent)
}
