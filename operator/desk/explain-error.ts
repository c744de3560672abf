import * as z from 'zod'
import { CozeError } from '../../functions/coze/errors.ts'
import { Fault } from '../../functions/log.ts'
import { Interruption, Problem, WrongUse } from './errors.ts'
import { explainCozeError } from './explain-coze-error.ts'

const explained = [Problem, WrongUse, Interruption, Fault]
const awsErrorSchema = z.object({ $fault: z.string(), name: z.string(), message: z.string() })

/** What the operator reads: of an error that nobody foresaw, all that is known. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (explained.some(kind => error instanceof kind)) return error.message
  if (error instanceof CozeError) return explainCozeError(error)
  if (error.name === 'CredentialsProviderError')
    return `no AWS credentials were found: set AWS_PROFILE, or log in as for the AWS CLI (${error.message})`
  if (error.message === 'Region is missing') return 'no AWS region is known: give --region, or set AWS_REGION'
  if (isOffline(error))
    return `AWS cannot be reached (${error.message}): see whether this machine is online, and the region right`
  const aws = awsErrorSchema.safeParse(error).data
  if (aws !== undefined) return explainAwsError(aws)
  return error.stack ?? error.message
}

/** Of the clients of AWS: Coze has an error of its own, and so has the local channel. */
function isOffline(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : ''
  return (
    error.name === 'TimeoutError' ||
    /\bE(CONN|NOTFOUND|AI_AGAIN|TIMEDOUT|HOSTUNREACH)/.test(`${code} ${error.message}`)
  )
}

function explainAwsError({ name, message }: z.infer<typeof awsErrorSchema>): string {
  if (/^AccessDenied/.test(name)) return `AWS refuses: ${message}. Ask whoever runs the account for it`
  if (/Expired|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch/.test(name))
    return `AWS does not accept the credentials (${name}): log in again`
  return `AWS answered ${name}: ${message}`
}
