import { createPrivateKey, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Credentials } from './credentials.ts'

/** Gives a valid access token; told which token Coze refused, it gives another one if it can. */
export type GetAccessToken = (hint?: { refused: string }) => Promise<string>
export type IssuedToken = { accessToken: string; expiresAtMs: number }

type AccessTokenDependencies = {
  readCredentials: (options?: { refresh: boolean }) => Promise<Credentials>
  exchange: (jwt: string, durationSeconds: number) => Promise<IssuedToken>
  /** The host name of the API, which the JWT is made out to. */
  audience: string
  now: () => number
}

/** Coze allows 900 to 86,399 seconds; an hour keeps exchanges rare and a leaked token short-lived. */
const tokenSeconds = 3600
/** Long enough to sign and exchange with a skewed clock, short enough to be worthless when intercepted. */
const jwtSeconds = 600
/** Renewed this long before it expires, so that it does not expire on the way. */
const expiryMarginMs = 60_000

export function createAccessTokenSource(dependencies: AccessTokenDependencies): GetAccessToken {
  let issued: (IssuedToken & { publicKeyId: string }) | undefined

  return async hint => {
    const credentials = await dependencies.readCredentials({ refresh: hint !== undefined })
    if (credentials.kind === 'access-token') return credentials.accessToken
    const usable =
      issued !== undefined &&
      issued.publicKeyId === credentials.publicKeyId &&
      issued.accessToken !== hint?.refused &&
      issued.expiresAtMs - expiryMarginMs > dependencies.now()
    if (issued !== undefined && usable) return issued.accessToken

    const jwt = await signJwt(credentials, dependencies.audience, dependencies.now())
    issued = {
      ...(await dependencies.exchange(jwt, tokenSeconds)),
      publicKeyId: credentials.publicKeyId,
    }
    return issued.accessToken
  }
}

/** Source: docs.coze.cn oauth_jwt_channel. The jti, at least 32 characters, makes the JWT good for one use. */
function signJwt(app: Extract<Credentials, { kind: 'oauth-app' }>, audience: string, nowMs: number) {
  const nowSeconds = Math.floor(nowMs / 1000)
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: app.publicKeyId })
    .setIssuer(app.clientId)
    .setAudience(audience)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + jwtSeconds)
    .sign(createPrivateKey(app.privateKey))
}
