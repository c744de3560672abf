import * as z from 'zod/mini'

const keysSchema = z.object({ keys: z.record(z.string(), z.string().check(z.trim(), z.minLength(1))) })

/** Reads the secret of model keys, `{"keys":{"<baseUrl>":"<key>"}}`. Throws when it is anything else. */
export function parseModelKeys(secret: string): ReadonlyMap<string, string> {
  const { data } = z.safeParse(keysSchema, readJson(secret))
  // Without a cause: it would quote the secret.
  if (data === undefined) throw new Error('the secret is not {"keys":{"https://base.url":"key"}}')
  return new Map(Object.entries(data.keys).map(([baseUrl, key]) => [baseUrl.replace(/\/+$/, ''), key]))
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
