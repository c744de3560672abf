import { parseCallbackTokens } from '../../functions/coze/callback-tokens.ts'
import { Problem } from '../desk/errors.ts'
import type { Deployment } from './deployment.ts'
import { readSecretValue, writeSecretValue } from './secret-value.ts'

export type StoredTokens = { readonly tokens: readonly string[]; readonly changedAt: Date | undefined }

/** The tokens that verify callbacks, the newest first; none where nothing is stored yet. */
export async function readCallbackTokens({
  secretsManager,
  callbackTokensSecret,
}: Deployment): Promise<StoredTokens> {
  const secret = await readSecretValue(secretsManager, callbackTokensSecret)
  if (secret === undefined) return { tokens: [], changedAt: undefined }
  try {
    return { tokens: parseCallbackTokens(secret.value), changedAt: secret.changedAt }
  } catch {
    throw new Problem(
      `the secret ${callbackTokensSecret} is not {"tokens":["..."]}, so no callback gets in: put that there, or delete its value and run setup`,
    )
  }
}

export function writeCallbackTokens(deployment: Deployment, tokens: readonly string[]): Promise<void> {
  const { secretsManager, callbackTokensSecret } = deployment
  return writeSecretValue(secretsManager, callbackTokensSecret, JSON.stringify({ tokens }))
}
