import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** `host` is what the caller takes this server for, with the port. */
export type Call = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly host: string
  readonly bearer: string | undefined
  readonly body: string
}

/** A string goes out as it is, anything else as JSON. */
export type Answer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export type Respond = (call: Call) => Promise<Answer | 'dropped'>

export async function serveCall(
  request: IncomingMessage,
  response: ServerResponse,
  respond: Respond,
): Promise<void> {
  try {
    const answer = await respond(await readCall(request))
    if (answer === 'dropped') request.socket.destroy()
    else writeAnswer(response, answer)
  } catch (error) {
    writeAnswer(response, { status: 500, body: { code: 5000, msg: String(error) } })
  }
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const host = request.headers.host ?? '127.0.0.1'
  const url = new URL(request.url ?? '/', `http://${host}`)
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    host,
    bearer: /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1],
    body: await text(request),
  }
}

function writeAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body))
}
