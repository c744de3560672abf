import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

export type LoopbackServer = { readonly url: string; close(): Promise<void> }

/** Serves on 127.0.0.1 only; port 0 takes a free one. A handler that throws costs its own connection, not the server. */
export async function startLoopbackServer(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  port = 0,
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  const url = await listenOnLoopback(server, port)
  return { url, close: () => closeServer(server) }
}

export async function listenOnLoopback(server: Server, port: number): Promise<string> {
  server.keepAliveTimeout = 0 // never hang up on a kept connection, so that no request meets a closing one
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server listens on no port')
  return `http://127.0.0.1:${address.port}`
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
