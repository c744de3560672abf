import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { startLoopbackServer } from '../../local/loopback-server.ts'

/** When an event was handed out and answered, in milliseconds of performance.now(), and the answer. */
export type Invocation = {
  readonly handedOutAt: number
  readonly answeredAt: number
  readonly answer: unknown
}

export type RuntimeApi = {
  /** Host and port, as AWS_LAMBDA_RUNTIME_API says it. */
  readonly address: string
  readonly invocation: Promise<Invocation>
  close(): Promise<void>
}

/**
 * The server's side of the Lambda Runtime API, for one event. A process asks for the next one as soon as it has answered;
 * that question is left waiting, and must not reach the server of the next process.
 */
export async function startRuntimeApi(event: unknown): Promise<RuntimeApi> {
  const { promise: invocation, resolve, reject } = Promise.withResolvers<Invocation>()
  let handedOutAt: number | undefined

  const server = await startLoopbackServer(async (request, response) => {
    if (request.url?.endsWith('/next')) {
      if (handedOutAt !== undefined) return
      response.writeHead(200, describeInvocation())
      handedOutAt = performance.now()
      response.end(JSON.stringify(event))
      return
    }
    const body = await text(request)
    const answeredAt = performance.now()
    response.writeHead(202).end()
    if (handedOutAt === undefined || request.url?.endsWith('/error')) reject(new Error(`it failed: ${body}`))
    else resolve({ handedOutAt, answeredAt, answer: JSON.parse(body) })
  })
  return { address: new URL(server.url).host, invocation, close: server.close }
}

function describeInvocation(): Record<string, string> {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': randomUUID(),
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:local-1:000000000000:function:bench',
    'lambda-runtime-deadline-ms': String(Date.now() + 10_000),
    'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1',
  }
}
