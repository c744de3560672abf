import { createPrivateKey } from 'node:crypto'
import * as z from 'zod/mini'
import { readExactJson } from './json.ts'

export type Credentials =
  | { kind: 'access-token'; accessToken: string; expiresOn?: string | undefined }
  | { kind: 'oauth-app'; clientId: string; privateKey: string; publicKeyId: string }

const nonEmpty = z.string().check(z.minLength(1))
const accessTokenSchema = z.object({
  /** It goes into a header. */
  access_token: z.string().check(z.trim(), z.regex(/^[\x21-\x7e]+$/)),
  /** A note of the operator's, as in 2026-12-31. One that is no date must not take the token out of use. */
  expires_on: z.catch(z.optional(z.string()), ''),
})
/** The console's coze_oauth_config.json as downloaded. Source: docs.coze.cn oauth_jwt_channel. */
const oauthConfigSchema = z.object({
  client_type: z.literal('jwt'),
  client_id: nonEmpty,
  private_key: nonEmpty.check(z.refine(isPrivateKey)),
  public_key_id: nonEmpty,
})

/**
 * Reads the secret of Coze credentials: `{"access_token":"..."}`, with `"expires_on"` if that is known, or
 * coze_oauth_config.json. Throws on anything else.
 */
export function parseCredentials(secret: string): Credentials {
  const json = readExactJson(secret)
  const token = z.safeParse(accessTokenSchema, json)
  if (token.success) {
    const { access_token: accessToken, expires_on: expiresOn } = token.data
    return { kind: 'access-token', accessToken, expiresOn }
  }
  const app = z.safeParse(oauthConfigSchema, json)
  if (app.success) {
    const { client_id: clientId, private_key: privateKey, public_key_id: publicKeyId } = app.data
    return { kind: 'oauth-app', clientId, privateKey, publicKeyId }
  }
  // Without a cause: it would quote the secret.
  throw new Error(
    'the secret is neither {"access_token":"..."} nor the coze_oauth_config.json of the OAuth app',
  )
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}
