import * as z from 'zod/mini'

/** No empty token: it would let in whoever can compute a plain SHA-1. */
const callbackTokensSchema = z.object({
  tokens: z.array(z.string().check(z.trim(), z.minLength(1))).check(z.minLength(1)),
})

/** Reads the secret of callback tokens, `{"tokens":["current","previous"]}`. Throws when it is anything else. */
export function parseCallbackTokens(secret: string): readonly string[] {
  try {
    return z.parse(callbackTokensSchema, JSON.parse(secret)).tokens
  } catch {
    // Without the cause: it would quote the secret.
    throw new Error('the secret is not {"tokens":["..."]} with at least one token')
  }
}
