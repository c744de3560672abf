import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'

type SecretValue = { readonly value: string; readonly changedAt: Date | undefined }

/** Undefined where nothing has been stored yet. */
export async function readSecretValue(
  client: SecretsManagerClient,
  secretId: string,
): Promise<SecretValue | undefined> {
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId }))
    // Files written on Windows may begin with a byte order mark; the functions overlook it too.
    return { value: (answer.SecretString ?? '').replace(/^\ufeff/, ''), changedAt: answer.CreatedDate }
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}

export async function writeSecretValue(
  client: SecretsManagerClient,
  secretId: string,
  value: string,
): Promise<void> {
  await client.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: value }))
}
