import type { ServerResponse } from 'node:http'
import * as z from 'zod'

export type Answer = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: readonly string[]
  readonly body: Buffer
}

const answerSchema = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
})

/** What a function gave back, as an answer. Without a status code all of it is the body, by the rules of format 2.0. */
export function readAnswer(payload: unknown): Answer | undefined {
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload))
    return answerJson(200, payload)
  const { data } = answerSchema.safeParse(payload)
  return (
    data && {
      statusCode: data.statusCode,
      headers: { 'content-type': 'text/plain; charset=utf-8', ...lowerCaseKeys(data.headers ?? {}) },
      cookies: data.cookies ?? [],
      body: Buffer.from(data.body ?? '', data.isBase64Encoded ? 'base64' : 'utf8'),
    }
  )
}

export function answerJson(statusCode: number, body: unknown): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { statusCode, headers: { 'content-type': 'application/json' }, cookies: [], body: Buffer.from(text) }
}

/** Throws where a header could not be sent; nothing has been sent then. */
export function sendAnswer(response: ServerResponse, { statusCode, headers, cookies, body }: Answer): void {
  if (cookies.length > 0) response.setHeader('set-cookie', [...cookies])
  response.writeHead(statusCode, { ...headers, 'content-length': body.length }).end(body)
}

function lowerCaseKeys(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
