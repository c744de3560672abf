import * as z from 'zod/mini'
import type { HttpAnswer } from './create-post.ts'

type AwsErrorFacts = {
  name: string
  message: string
  httpStatus: number
  requestId?: string | undefined
}
export type AwsErrorClass = new (facts: AwsErrorFacts) => AwsError

/** What a service answered instead of a result; shaped like the errors of the SDK. */
export class AwsError extends Error {
  override readonly name: string
  readonly $fault: 'client' | 'server'
  readonly $metadata: { httpStatusCode: number; requestId: string | undefined }

  constructor({ name, message, httpStatus, requestId }: AwsErrorFacts) {
    super(message)
    this.name = name
    this.$fault = httpStatus >= 500 ? 'server' : 'client'
    this.$metadata = { httpStatusCode: httpStatus, requestId }
  }
}

/** No answer within the time given. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
  readonly code = 'ETIMEDOUT'
}

/** Services disagree about the capital letter. */
const refusalSchema = z.object({
  __type: z.optional(z.string()),
  message: z.optional(z.string()),
  Message: z.optional(z.string()),
})

/** `__type` names the error behind a namespace: com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException. */
export function readError(answer: HttpAnswer, classes: Readonly<Record<string, AwsErrorClass>>): AwsError {
  const refusal = z.safeParse(refusalSchema, parseJson(answer.text)).data
  const name = refusal?.__type?.replace(/^.*#/, '') ?? 'UnknownError'
  const message = refusal?.message ?? refusal?.Message ?? `HTTP ${answer.status}`
  const Class = classes[name] ?? AwsError
  return new Class({ name, message, httpStatus: answer.status, requestId: answer.requestId })
}

/** A fault, too many requests, no answer: it may be different the next time. Any other refusal would come again. */
export function isWorthAnotherTry(error: unknown): boolean {
  if (!(error instanceof AwsError)) return true
  return (
    error.$fault === 'server' || /Throttl|TooManyRequests|LimitExceeded|ThroughputExceeded/.test(error.name)
  )
}

/** What stands between us and a service may answer with HTML. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
