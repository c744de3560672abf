// The types come from @types/aws-lambda. The npm package called aws-lambda is an unrelated deploy tool of 2019.
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { describeError, Fault, type Log } from '../log.ts'
import type { CallbackRequest, Reply } from './request.ts'

type Receive = (request: CallbackRequest) => Promise<Reply>

/** Coze waits ten seconds: better a 5xx, which it answers with another try, than a connection it gives up on. */
const longestMs = 8_000

/** Serves an HTTP API (payload format 2.0) with the story: bytes in, JSON out, and a 503 for whatever breaks. */
export function createApiGatewayHandler(receive: Receive, log: Log, deadlineMs = longestMs) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    try {
      return toResult(await withinDeadline(receive(toRequest(event)), deadlineMs))
    } catch (error) {
      log.error('callback-failed', describeError(error))
      return toResult({ status: 503, body: { error: 'not accepted, send again' } })
    }
  }
}

export function toRequest({ headers, body, isBase64Encoded }: APIGatewayProxyEventV2): CallbackRequest {
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return {
    headers: Object.fromEntries(lowerCase),
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  }
}

function toResult({ status, body }: Reply): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: JSON.stringify(body),
  }
}

async function withinDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  const { promise: expired, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () =>
      reject(
        new Fault(
          `the callback took over ${deadlineMs} ms: look at the latencies of DynamoDB, SQS and Secrets Manager`,
        ),
      ),
    deadlineMs,
  )
  try {
    return await Promise.race([work, expired])
  } finally {
    clearTimeout(timer)
  }
}
