import { Agent, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { readJson } from '../../functions/read-json.ts'
import { type LoopbackServer, startLoopbackServer } from '../loopback-server.ts'

type AwsService = 'sqs' | 'dynamodb' | 'secrets-manager'

/** One call of a function to AWS, before AWS has seen it. */
export type AwsRequest = {
  readonly service: AwsService
  /** `SendMessage`, `PutItem`, ... */
  readonly operation: string
  readonly body: unknown
}

/**
 * What becomes of a call: `fail` answers 500, `drop` breaks the connection, `hang` never answers, and after
 * `pass-then-drop` the service has done what was asked while the caller cannot know.
 */
export type Interference = 'pass' | 'fail' | 'drop' | 'hang' | 'pass-then-drop'
/** Where it throws, the call is dropped. */
export type Interfere = (request: AwsRequest) => Interference | Promise<Interference>

/**
 * Stands between the functions and a service. Also without interference: it hands over whole requests only, because one
 * that breaks off would end the table server and lose a message of the queue server.
 */
export async function startFaultProxy(
  service: AwsService,
  target: string,
  interfere: Interfere = () => 'pass',
): Promise<LoopbackServer> {
  const agent = new Agent({ keepAlive: true })
  const server = await startLoopbackServer(async (incoming, outgoing) => {
    const body = await buffer(incoming)
    const interference = await interfere(describeRequest(service, incoming, body))
    await outcomes[interference]({ incoming, outgoing, body, target, agent })
  })
  return {
    url: server.url,
    async close() {
      await server.close()
      agent.destroy()
    },
  }
}

type Exchange = {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly body: Buffer
  readonly target: string
  readonly agent: Agent
}

const outcomes: Readonly<Record<Interference, (exchange: Exchange) => Promise<void>>> = {
  pass,
  fail,
  drop,
  hang: async () => {},
  async 'pass-then-drop'(exchange) {
    const lost = await forward(exchange)
    lost.resume() // so that the connection is free for the next call
    await drop(exchange)
  },
}

async function pass(exchange: Exchange): Promise<void> {
  const answer = await forward(exchange)
  const body = await buffer(answer)
  exchange.outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(body)
}

async function fail({ outgoing }: Exchange): Promise<void> {
  outgoing.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' })
  outgoing.end(JSON.stringify({ __type: 'InternalFailure', message: 'Interfered' }))
}

async function drop({ outgoing }: Exchange): Promise<void> {
  outgoing.destroy()
}

function forward({ incoming, body, target, agent }: Exchange): Promise<IncomingMessage> {
  const { method, headers, url = '/' } = incoming
  return new Promise((resolve, reject) => {
    openRequest(new URL(url, target), { method, headers, agent })
      .on('response', resolve)
      .on('error', reject)
      .end(body)
  })
}

function describeRequest(service: AwsService, incoming: IncomingMessage, body: Buffer): AwsRequest {
  const target = incoming.headersDistinct['x-amz-target']?.[0] ?? ''
  return { service, operation: target.slice(target.lastIndexOf('.') + 1), body: readJson(body.toString()) }
}
