import type { Command } from './command.ts'
import { createPost } from './create-post.ts'
import { type AwsErrorClass, isWorthAnotherTry, readError } from './errors.ts'
import { createSign, type Identity } from './sign.ts'

/** Of the options of the SDK's clients, those that are needed. */
export type ClientOptions = Identity & {
  readonly endpoint: string
  readonly maxAttempts: number
  readonly requestHandler: { readonly requestTimeout: number }
  /** Of the invocation that is under way; joins what follows to it, and lets Lambda notice functions that call each other for ever. */
  readonly traceId: () => string | undefined
}

/** How a service is spoken to: JSON posted to its root, the operation in a header. */
export type Protocol = {
  readonly signingName: string
  readonly target: string
  readonly contentType: string
  /** Errors that a caller tells by their class. */
  readonly errors?: Readonly<Record<string, AwsErrorClass>>
}

/** Throws AwsError for what the service refused, TimeoutError, or the error of the connection. */
export type Send = (command: Command) => Promise<object>

/** Many functions that failed together must not come back together. */
const longestPauseMs = 100

export function createSend(protocol: Protocol, options: ClientOptions): Send {
  const exchange = createExchange(protocol, options)
  const { maxAttempts } = options
  return async command => {
    for (let attempt = 1; attempt < maxAttempts; attempt += 1) {
      try {
        return await exchange(command, attempt > 1)
      } catch (error) {
        if (!isWorthAnotherTry(error)) throw error
      }
      await pause()
    }
    return exchange(command, maxAttempts > 1)
  }
}

function createExchange({ signingName, target, contentType, errors = {} }: Protocol, options: ClientOptions) {
  const { host } = new URL(options.endpoint)
  const sign = createSign(signingName, options)
  const post = createPost(options.endpoint, options.requestHandler.requestTimeout)
  const trace = (id = options.traceId()) => (id === undefined ? {} : { 'x-amzn-trace-id': id })

  return async ({ operation, input }: Command, isRetry: boolean): Promise<object> => {
    const body = JSON.stringify(input)
    const headers = { host, 'content-type': contentType, 'x-amz-target': `${target}.${operation}` }
    const signed = sign(headers, body, new Date())
    const answer = await post({ headers: { ...signed, ...trace() }, body, isRetry })
    if (answer.status !== 200) throw readError(answer, errors)
    // Where there is no result SQS sends no body.
    return Object(JSON.parse(answer.text || '{}'))
  }
}

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, Math.random() * longestPauseMs))
}
