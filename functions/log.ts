import * as z from 'zod/mini'
import { CozeError } from './coze/errors.ts'
import { ModeratorError } from './moderators/errors.ts'

/** All that a log line may hold: ids, kinds, counts, and what we or AWS say of an error. What has no name here is not written. */
const factNames = [
  'outcome',
  'eventType',
  'eventId',
  'connectorId',
  'botId',
  'newestEventId',
  'auditStatus',
  'status',
  'refusal',
  'problem',
  'reviewStatus',
  'findings',
  'rules',
  'policyVersion',
  'delaySeconds',
  'receives',
  'overdue',
  'daysLeft',
  'code',
  'logId',
  'error',
  'message',
  'requestId',
  'aheadMs',
  'at',
  'cause',
] as const

export type LogFacts = Partial<Record<(typeof factNames)[number], string | number | undefined>>
type Write = (event: string, facts?: LogFacts) => void
export type Log = Record<'info' | 'warn' | 'error', Write>

/** Lambda's JSON log format puts time, level and request id round each object. */
export const log: Log = {
  info: (event, facts) => console.info(pickFacts(event, facts)),
  warn: (event, facts) => console.warn(pickFacts(event, facts)),
  error: (event, facts) => console.error(pickFacts(event, facts)),
}

function pickFacts(event: string, facts: LogFacts = {}): object {
  const known = factNames.filter(name => facts[name] !== undefined).map(name => [name, facts[name]])
  return { event, ...Object.fromEntries(known) }
}

/** An error whose message was written here, out of ids and advice: safe to log. */
export class Fault extends Error {
  override readonly name = 'Fault'
}

/** `$fault` tells what a service said from what the client made of an answer it could not read. */
const awsErrorSchema = z.object({
  $fault: z.string(),
  $metadata: z.object({ requestId: z.optional(z.string()) }),
})
const codedErrorSchema = z.object({ code: z.string() })

/**
 * The loggable part of anything thrown. Messages of strangers are left out, for they may quote what they failed on:
 * only our own (Fault, CozeError, ModeratorError) and those of AWS, which speak of requests and never of their content, are kept.
 */
export function describeError(error: unknown): LogFacts {
  if (!(error instanceof Error)) return { error: typeof error }
  const aws = z.safeParse(awsErrorSchema, error).data
  const ours = [Fault, CozeError, ModeratorError].some(kind => error instanceof kind)
  const code = z.safeParse(codedErrorSchema, error).data?.code
  return {
    error: error.name,
    ...(aws !== undefined || ours ? { message: error.message } : {}),
    ...(aws?.$metadata.requestId !== undefined ? { requestId: aws.$metadata.requestId } : {}),
    ...(code !== undefined ? { code } : {}),
    ...(error instanceof CozeError ? { code: error.failure.code, logId: error.failure.logId } : {}),
    at: findPlace(error),
    ...(error.cause instanceof Error ? { cause: error.cause.name } : {}),
  }
}

/** The first frame of the stack. The message stands before it, in lines that may look like frames. */
function findPlace({ stack = '', message }: Error): string | undefined {
  const frames = stack.slice(stack.indexOf(message) + message.length).split('\n')
  return frames.find(line => line.startsWith('    at '))?.trim()
}
