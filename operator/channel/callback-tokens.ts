import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { parseCallbackTokens } from '../../functions/coze/callback-tokens.ts'
import { Problem } from '../desk/errors.ts'
import type { Deployment } from './deployment.ts'
import { readSecretValue, writeSecretValue } from './secret-value.ts'

export type StoredTokens = { readonly tokens: readonly string[]; readonly changedAt: Date | undefined }

type TokensSecret = Pick<Deployment, 'secretsManager' | 'callbackTokensSecret'>

/** The tokens that verify callbacks, the newest first; none where nothing is stored yet. */
export async function readCallbackTokens({
  secretsManager,
  callbackTokensSecret,
}: TokensSecret): Promise<StoredTokens> {
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

/** The newest goes first. Those before stay. */
export function addToken(tokens: readonly string[], token: string): string[] {
  return [token, ...tokens.filter(other => other !== token)]
}

/**
 * Stores what `change` makes of the tokens as they stand right then, and gives it: since they were read first a person has
 * thought, and a colleague may have stored another. Secrets Manager knows no condition, so two at the very same moment may
 * still overwrite each other; what was written is read again, and whoever finds it gone is told.
 */
export async function changeCallbackTokens(
  deployment: TokensSecret,
  change: (tokens: readonly string[]) => readonly string[],
): Promise<readonly string[]> {
  const { secretsManager, callbackTokensSecret } = deployment
  const before = (await readCallbackTokens(deployment)).tokens
  const tokens = change(before)
  await writeSecretValue(secretsManager, callbackTokensSecret, JSON.stringify({ tokens }))
  const standing = (await readCallbackTokens(deployment)).tokens
  // What was written may take a moment to be read.
  if ([tokens, before].some(known => isDeepStrictEqual(known, standing))) return tokens
  throw new Problem(
    'somebody else stored a callback token at the same moment, so this one may be lost: run it again',
  )
}

/** Of a callback app whose token stays empty. */
export const tokenIsHidden =
  'Coze does not tell the verify token: see in its console that it is stored (rotate-token --token-file stores it)'

/** Enough to tell tokens apart, too little to find one out. */
export function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 8)
}
