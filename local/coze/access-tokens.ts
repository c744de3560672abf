import { createPublicKey, randomBytes } from 'node:crypto'
import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import { readJson } from '../../functions/read-json.ts'

/** `publicKey` is PEM (SPKI); `keyId` is its fingerprint in the console. */
export type OAuthApp = { readonly clientId: string; readonly publicKey: string; readonly keyId: string }

export type TokenRefusal = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type'

type TokenAnswer =
  | { readonly accessToken: string; readonly expiresAtSeconds: number }
  | { readonly refusal: TokenRefusal; readonly why: string }

export type AccessTokens = {
  readonly accepts: (token: string | undefined) => boolean
  readonly exchange: (jwt: string | undefined, body: string, host: string) => Promise<TokenAnswer>
}

const grantRequest = z.object({ grant_type: z.string(), duration_seconds: z.int().min(900).max(86_399) })
const jwtGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export function createAccessTokens(
  lasting: readonly string[],
  app: OAuthApp | undefined,
  now: () => number,
): AccessTokens {
  const expiries = new Map<string, number>(lasting.map(token => [token, Number.POSITIVE_INFINITY]))
  const usedIds = new Set<string>()

  async function exchange(jwt: string | undefined, body: string, host: string): Promise<TokenAnswer> {
    const request = grantRequest.safeParse(readJson(body))
    if (!request.success) return refuseGrant('invalid_request', z.prettifyError(request.error))
    if (request.data.grant_type !== jwtGrant)
      return refuseGrant('unsupported_grant_type', request.data.grant_type)
    if (!jwt || !app) return refuseGrant('invalid_client', app ? 'no JWT' : 'no OAuth app')
    const jti = await readJwtId(jwt, app, host, now())
    if (typeof jti !== 'string') return jti
    if (usedIds.has(jti)) return refuseGrant('invalid_request', 'this JWT was used before')
    usedIds.add(jti)
    return issueToken(request.data.duration_seconds)
  }

  function issueToken(durationSeconds: number): TokenAnswer {
    const accessToken = `local_${randomBytes(24).toString('hex')}`
    const expiresAtSeconds = Math.floor(now() / 1000) + durationSeconds
    expiries.set(accessToken, expiresAtSeconds * 1000)
    return { accessToken, expiresAtSeconds }
  }

  return { accepts: token => token !== undefined && (expiries.get(token) ?? 0) > now(), exchange }
}

/** The id of a JWT that is right in every respect, else the refusal. */
async function readJwtId(
  jwt: string,
  app: OAuthApp,
  host: string,
  nowMs: number,
): Promise<string | Extract<TokenAnswer, { refusal: TokenRefusal }>> {
  try {
    const { payload, protectedHeader } = await jwtVerify(jwt, createPublicKey(app.publicKey), {
      algorithms: ['RS256'],
      typ: 'JWT',
      issuer: app.clientId,
      // Coze's own host has no port, a local one does: with and without are both its name.
      audience: [host, new URL(`http://${host}`).hostname],
      requiredClaims: ['iat', 'exp', 'jti'],
      currentDate: new Date(nowMs),
    })
    return checkIds(payload, protectedHeader, app)
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error
    return refuseGrant('invalid_client', error.message)
  }
}

function checkIds({ jti = '' }: JWTPayload, { kid }: JWTHeaderParameters, { keyId }: OAuthApp) {
  if (kid !== keyId) return refuseGrant('invalid_client', 'unexpected "kid"')
  return jti.length < 32 ? refuseGrant('invalid_request', '"jti" has less than 32 characters') : jti
}

function refuseGrant(refusal: TokenRefusal, why: string) {
  return { refusal, why }
}
