import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
// The types of AWS's events come from @types/aws-lambda. The package called aws-lambda is something else and not used.
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { account } from '../local-account.ts'

/** API Gateway's own limit, 10 MB. */
const maximumBytes = 10 * 1024 * 1024

/** What API Gateway takes for text. A form is not among it. */
const textTypes = /^(text\/|application\/(json|javascript|xml)\b)/

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

/** Turns a request into the event of payload format 2.0. */
export function createEvent(request: IncomingMessage, body: Buffer, routeKey: string) {
  const { searchParams, search, path } = splitTarget(request.url)
  const { cookie, ...headers } = joinHeaders(request)
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: search,
    ...(cookie && { cookies: cookie.split(/; ?/) }),
    headers,
    ...(search && { queryStringParameters: joinParameters(searchParams) }),
    requestContext: describeRequest(request, path, routeKey, headers),
    ...encodeBody(body, headers['content-type'] ?? ''),
  } satisfies APIGatewayProxyEventV2
}

/** The path as it came: nothing in it is decoded or tidied. */
export function splitTarget(target = '/') {
  const [path = '/', ...rest] = target.split('?')
  const search = rest.join('?')
  return { path, search, searchParams: new URLSearchParams(search) }
}

function joinHeaders(request: IncomingMessage): Record<string, string> {
  const headers = Object.entries(request.headersDistinct)
  return Object.fromEntries(headers.map(([name, values = []]) => [name, values.join(',')]))
}

function joinParameters(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...parameters.keys()].map(name => [name, parameters.getAll(name).join(',')]))
}

function describeRequest(
  request: IncomingMessage,
  path: string,
  routeKey: string,
  headers: Record<string, string>,
): APIGatewayProxyEventV2['requestContext'] {
  const now = new Date()
  return {
    accountId: account,
    apiId: 'local',
    domainName: headers.host ?? '',
    domainPrefix: 'local',
    http: {
      method: request.method ?? '',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '',
      userAgent: headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey,
    stage: '$default',
    time: formatTime(now),
    timeEpoch: now.getTime(),
  }
}

/** As Apache writes it in its logs: 12/Mar/2026:19:03:58 +0000. */
function formatTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(' ')
  return `${day}/${month}/${year}:${clock} +0000`
}

function encodeBody(body: Buffer, contentType: string) {
  if (body.length === 0) return { isBase64Encoded: false }
  const asText = textTypes.test(contentType.toLowerCase()) && isUtf8(body)
  return { body: body.toString(asText ? 'utf8' : 'base64'), isBase64Encoded: !asText }
}
