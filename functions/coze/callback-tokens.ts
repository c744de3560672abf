import * as z from 'zod/mini'
import { readExactJson } from './json.ts'

/** No empty token: it would let in whoever can compute a plain SHA-1. */
const callbackTokensSchema = z.object({
  tokens: z.array(z.string().check(z.trim(), z.minLength(1))).check(z.minLength(1)),
})

/** Reads the secret of callback tokens, `{"tokens":["current","previous"]}`. Throws when it is anything else. */
export function parseCallbackTokens(secret: string): readonly string[] {
  const { data } = z.safeParse(callbackTokensSchema, readExactJson(secret))
  // Without a cause: it would quote the secret.
  if (data === undefined) throw new Error('the secret is not {"tokens":["..."]} with at least one token')
  return data.tokens
}
