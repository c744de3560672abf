import * as http from 'node:http'
import * as https from 'node:https'
import { TimeoutError } from './errors.ts'

export type HttpAnswer = { status: number; requestId: string | undefined; text: string }
type HttpPost = { headers: Record<string, string>; body: string; isRetry: boolean }
type Post = (post: HttpPost) => Promise<HttpAnswer>

/** Posts to the root of an endpoint. Rejects where no whole answer comes in time. */
export function createPost(endpoint: string, timeoutMs: number): Post {
  const { protocol, hostname, port } = new URL(endpoint)
  // Only the local stack is spoken to without TLS.
  const { Agent, request } = protocol === 'http:' ? http : https
  const keptConnections = new Agent({ keepAlive: true, maxSockets: 50 })

  return ({ headers, body, isRetry }) =>
    new Promise((resolve, reject) => {
      // While the function was frozen all kept connections may have died: another try opens one of its own.
      const agent = isRetry ? false : keptConnections
      const length = { 'content-length': Buffer.byteLength(body) }
      const outgoing = request({ method: 'POST', hostname, port, agent, headers: { ...headers, ...length } })
      const timer = setTimeout(
        () => outgoing.destroy(new TimeoutError(`no answer in ${timeoutMs} ms`)),
        timeoutMs,
      )
      outgoing.on('close', () => clearTimeout(timer))
      outgoing.on('error', reject)
      outgoing.on('response', incoming => readAnswer(incoming).then(resolve, reject))
      outgoing.end(body)
    })
}

function readAnswer(incoming: http.IncomingMessage): Promise<HttpAnswer> {
  const { statusCode: status = 0, headers } = incoming
  const requestId = headers['x-amzn-requestid']?.toString()
  return new Promise((resolve, reject) => {
    let text = ''
    incoming.setEncoding('utf8')
    incoming.on('data', chunk => {
      text += chunk
    })
    incoming.on('end', () => resolve({ status, requestId, text }))
    incoming.on('error', reject)
  })
}
