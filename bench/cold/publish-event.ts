import { randomUUID } from 'node:crypto'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { publishCallback, writeCallback } from '../../local/coze/write-callback.ts'
import { localBotId } from '../../local/defaults.ts'

/** A genuine publish, signed with the token, as an HTTP API hands it over. */
export function createPublishEvent(token: string): APIGatewayProxyEventV2 {
  const now = Date.now()
  const callback = publishCallback({
    botId: localBotId,
    eventId: randomUUID(),
    createdAt: now,
    name: '天气助手',
    description: '查询天气',
    version: String(now),
  })
  const { headers, body } = writeCallback(callback, { token })
  return {
    version: '2.0',
    routeKey: 'POST /callback',
    rawPath: '/callback',
    rawQueryString: '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    requestContext: describeRequest(now),
    body,
    isBase64Encoded: false,
  }
}

function describeRequest(timeEpoch: number): APIGatewayProxyEventV2['requestContext'] {
  return {
    accountId: '000000000000',
    apiId: 'bench',
    domainName: 'bench.invalid',
    domainPrefix: 'bench',
    http: { method: 'POST', path: '/callback', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
    requestId: randomUUID(),
    routeKey: 'POST /callback',
    stage: '$default',
    time: new Date(timeEpoch).toUTCString(),
    timeEpoch,
  }
}
