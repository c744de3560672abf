import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { describeError, Fault, type Log } from './log.ts'

/** Reads a secret from a short cache; `refresh` asks for a newer value, at most every few seconds. */
export type ReadSecret<T> = (options?: { refresh: boolean }) => Promise<T>

type SecretDependencies<T> = {
  client: SecretsManagerClient
  secretId: string
  parse: (secret: string) => T
  now: () => number
  log: Log
}

/** A rotation is noticed within a minute without a deployment. */
const cacheMs = 60_000
/** A burst of forged callbacks asks for a refresh each; Secrets Manager must not feel it. */
const refreshMs = 5_000

/** A value that was read once outlives an outage of Secrets Manager: it serves until a newer one can be had. */
export function createSecretReader<T>({
  client,
  secretId,
  parse,
  now,
  log,
}: SecretDependencies<T>): ReadSecret<T> {
  let cached: { value: T } | undefined
  let triedAt = Number.NEGATIVE_INFINITY
  let loading: Promise<T> | undefined

  const load = async () => {
    triedAt = now()
    try {
      cached = { value: await loadSecret(client, secretId, parse) }
    } catch (error) {
      if (cached === undefined) throw error
      log.warn('secret-stale', describeError(error))
    }
    return cached.value
  }

  return async options => {
    const age = now() - triedAt
    // Who asks for a newer value waits for the one that is on its way, and is not answered with the older.
    const isAwaited = options?.refresh && loading !== undefined
    if (cached !== undefined && !isAwaited && age < (options?.refresh ? refreshMs : cacheMs))
      return cached.value
    loading ??= load().finally(() => {
      loading = undefined
    })
    return loading
  }
}

async function loadSecret<T>(client: SecretsManagerClient, secretId: string, parse: (secret: string) => T) {
  const answer = await readSecretString(client, secretId)
  try {
    return parse(answer)
  } catch (error) {
    throw new Fault(`secret ${secretId}: ${error instanceof Error ? error.message : 'unreadable'}`)
  }
}

async function readSecretString(client: SecretsManagerClient, secretId: string): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }))
    // Files written on Windows may begin with a byte order mark.
    return (SecretString ?? '').replace(/^\ufeff/, '')
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error
    throw new Fault(
      `secret ${secretId} holds no value yet: store one with aws secretsmanager put-secret-value`,
    )
  }
}
