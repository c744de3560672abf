import type { IncomingMessage } from 'node:http'

/** API Gateway's own limit, 10 MB. */
const maximumBytes = 10 * 1024 * 1024

/** Reads on to the end even where it no longer listens, so that the client is there to hear the refusal. */
export async function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= maximumBytes) chunks.push(chunk)
  }
  return size > maximumBytes ? 'too large' : Buffer.concat(chunks)
}
