import { format } from 'node:util'

/** Lambda's levels, from the most talkative. */
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']
const methods = {
  trace: 'TRACE',
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
} as const

export type LogContext = { requestId: string | undefined }

/** Makes the console write one JSON line per call, as Lambda's runtime for Node does when the log format is JSON. */
export function writeConsoleAsJson(writeLine: (line: string) => void, context: LogContext, lowest = 'TRACE') {
  for (const [method, level] of Object.entries(methods)) {
    const heard = levels.indexOf(level) >= levels.indexOf(lowest)
    Reflect.set(console, method, (...parts: unknown[]) => {
      if (heard) writeLine(formatLine(level, context.requestId, parts))
    })
  }
}

export function formatLine(level: string, requestId: string | undefined, parts: unknown[]): string {
  const line = { timestamp: new Date().toISOString(), level, requestId }
  const error = parts.find(part => part instanceof Error)
  const [message] = parts
  if (parts.length > 1 || message === undefined) {
    return JSON.stringify({ ...line, message: format(...parts), ...(error && describeError(error)) })
  }
  try {
    return JSON.stringify({ ...line, message }, (_key, value) =>
      value instanceof Error ? describeError(value) : value,
    )
  } catch {
    return JSON.stringify({ ...line, message: format(message) }) // a circle, or a BigInt
  }
}

export function describeError(error: unknown) {
  if (!(error instanceof Error))
    return { errorType: typeof error, errorMessage: String(error), stackTrace: [] }
  const { name, message, stack = '' } = error
  return { errorType: name, errorMessage: message, stackTrace: stack.split('\n') }
}
