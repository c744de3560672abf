import { type Credentials, parseCredentials } from '../../functions/coze/credentials.ts'
import { Problem } from '../desk/errors.ts'
import type { Deployment } from './deployment.ts'
import { readSecretValue, writeSecretValue } from './secret-value.ts'

/** Undefined where nothing is stored yet. */
export async function readCredentials({
  secretsManager,
  cozeCredentialsSecret,
}: Deployment): Promise<Credentials | undefined> {
  const secret = await readSecretValue(secretsManager, cozeCredentialsSecret)
  if (secret === undefined) return undefined
  try {
    return parseCredentials(secret.value)
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable'
    throw new Problem(`the secret ${cozeCredentialsSecret}: ${why}. Store them with setup`)
  }
}

/** `text` is what parseCredentials reads. */
export function writeCredentials(deployment: Deployment, text: string): Promise<void> {
  const { secretsManager, cozeCredentialsSecret } = deployment
  return writeSecretValue(secretsManager, cozeCredentialsSecret, text)
}

/** For people: enough to know them by, and nothing to use them with. */
export function nameCredentials(credentials: Credentials): string {
  return credentials.kind === 'oauth-app' ? `OAuth app ${credentials.clientId}` : 'an access token'
}
