import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Secret } from './template/secret.ts'

export type StoredSecret = Omit<Secret, 'value'> & { current: Version | undefined }
type Version = { readonly id: string; readonly value: string; readonly createdAt: number }

/** As Secrets Manager words it. */
type Refusal = { readonly __type: string; readonly Message: string }

type Operation = (secret: StoredSecret, input: unknown) => object

const operations: Readonly<Record<string, Operation>> = {
  GetSecretValue: getSecretValue,
  PutSecretValue: putSecretValue,
}

export function storeSecret({ value, ...secret }: Secret): StoredSecret {
  return { ...secret, current: value === undefined ? undefined : createVersion(value) }
}

/** Answers one call as Secrets Manager would, by the names that it uses. */
export function answerCall(
  stored: readonly StoredSecret[],
  operation: string,
  input: unknown,
): object | Refusal {
  const perform = operations[operation]
  if (!perform) return refuse('UnknownOperationException', `There is no ${operation} here.`)
  const { data } = z.object({ SecretId: z.string() }).safeParse(input)
  const secret = stored.find(({ name, arn }) => data && [name, arn].includes(data.SecretId))
  return secret ? perform(secret, input) : notFound('secret.')
}

export function isRefusal(answer: object): answer is Refusal {
  return '__type' in answer
}

function getSecretValue(secret: StoredSecret, input: unknown) {
  const { VersionStage } = z.object({ VersionStage: z.string().default('AWSCURRENT') }).parse(input)
  const { name, arn, current } = secret
  if (!current || VersionStage !== 'AWSCURRENT')
    return notFound(`secret value for staging label: ${VersionStage}`)
  return {
    ARN: arn,
    Name: name,
    CreatedDate: current.createdAt,
    SecretString: current.value,
    VersionId: current.id,
    VersionStages: ['AWSCURRENT'],
  }
}

function putSecretValue(secret: StoredSecret, input: unknown) {
  const { data } = z.object({ SecretString: z.string() }).safeParse(input)
  if (!data) return refuse('InvalidParameterException', 'Only a SecretString can be put here.')
  secret.current = createVersion(data.SecretString)
  return { ARN: secret.arn, Name: secret.name, VersionId: secret.current.id, VersionStages: ['AWSCURRENT'] }
}

function createVersion(value: string): Version {
  return { id: randomUUID(), value, createdAt: now() }
}

function notFound(what: string): Refusal {
  return refuse('ResourceNotFoundException', `Secrets Manager can't find the specified ${what}`)
}

function refuse(type: string, message: string): Refusal {
  return { __type: type, Message: message }
}

/** Seconds, with a fraction, as the protocol wants them. */
function now(): number {
  return Date.now() / 1000
}
