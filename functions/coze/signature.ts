import { createHash, timingSafeEqual } from 'node:crypto'

/** What a signature covers; `body` is the raw bytes of the request. */
export type SignedParts = { timestamp: string; nonce: string; body: Uint8Array }

export type CallbackHeaders = Readonly<Record<string, string | undefined>>

export type Verification = 'genuine' | 'unsigned' | 'malformed-signature' | 'wrong-signature'

/**
 * Lower-case hex SHA-1 over timestamp + nonce + token + body, the way Coze signs a callback.
 * Source: docs.coze.cn receive_handle_callbacks. One sentence there says HMAC; every official sample is the plain hash.
 */
export function signCallback({ timestamp, nonce, body }: SignedParts, token: string): string {
  return createHash('sha1').update(timestamp).update(nonce).update(token).update(body).digest('hex')
}

/** Compares with every current token, in constant time and without stopping at the first match. */
export function verifyCallback(
  headers: CallbackHeaders,
  body: Uint8Array,
  tokens: readonly string[],
): Verification {
  const timestamp = headers['x-coze-timestamp']
  const nonce = headers['x-coze-nonce']
  const signature = headers['x-coze-signature']
  if (timestamp === undefined || nonce === undefined || signature === undefined) return 'unsigned'
  if (!/^[0-9a-f]{40}$/.test(signature)) return 'malformed-signature'

  const claimed = Buffer.from(signature)
  let matches = 0
  for (const token of tokens) {
    const expected = Buffer.from(signCallback({ timestamp, nonce, body }, token))
    matches += timingSafeEqual(claimed, expected) ? 1 : 0
  }
  return matches > 0 ? 'genuine' : 'wrong-signature'
}
