/** Far more than a profile, or the words of a model, take. A function without memory would die over it, and say nothing. */
const mostBytes = 8 * 1024 * 1024

/** The body of an answer as text. Throws where it is larger than any that we expect. */
export async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw new Error(`the answer is larger than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/** In milliseconds. Seconds or a date, the date held against the server's own clock. Source: RFC 9110, 10.2.3. */
export function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? ''
  if (/^[0-9]{1,6}$/.test(value)) return Number(value) * 1000
  const delay = Date.parse(value) - Date.parse(headers.get('date') ?? '')
  return delay > 0 ? delay : undefined
}
