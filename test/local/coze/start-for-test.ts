import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach } from '@jest/globals'
import {
  type CozeStandIn,
  type CozeStandInOptions,
  startCozeStandIn,
} from '../../../local/coze/coze-stand-in.ts'

type Closing = { readonly close: () => Promise<void> }

const open: Closing[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()))
})

export async function startStandIn({
  callbackUrl,
  ...options
}: CozeStandInOptions & { callbackUrl?: string } = {}): Promise<CozeStandIn> {
  const standIn = await startCozeStandIn(options)
  if (callbackUrl !== undefined) standIn.setCallbackUrl(callbackUrl)
  open.push(standIn)
  return standIn
}

export type Received = { readonly headers: IncomingHttpHeaders; readonly body: string }

export type ChannelAnswer =
  | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  | ((body: string) => string)
  | 'hang'
  | 'drop'

export type TinyChannel = Closing & {
  readonly url: string
  readonly port: number
  readonly received: readonly Received[]
}

/** Answers what it is told to, call by call and then the last again, and keeps what it got. */
export async function startTinyChannel(
  answers: readonly [ChannelAnswer, ...ChannelAnswer[]],
  port = 0,
): Promise<TinyChannel> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const place = received.push({ headers: request.headers, body }) - 1
    const answer = answers[Math.min(place, answers.length - 1)] ?? answers[0]
    if (typeof answer === 'function') response.end(answer(body))
    else if (answer === 'drop') request.socket.destroy()
    else if (answer !== 'hang') response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the server has no port')
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>(resolve => server.close(() => resolve()))
  }
  const channel = { url: `http://127.0.0.1:${address.port}/callback`, port: address.port, received, close }
  open.push(channel)
  return channel
}

export const inReview: ChannelAnswer = { status: 200, body: '{"audit":{"audit_status":1}}' }
export const approved: ChannelAnswer = { status: 200, body: '{"audit":{"audit_status":2}}' }
export const empty: ChannelAnswer = { status: 200, body: '{}' }
export const broken: ChannelAnswer = { status: 500, body: '' }
