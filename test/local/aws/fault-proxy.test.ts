import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from '@jest/globals'
import { type AwsRequest, type Interference, startFaultProxy } from '../../../local/aws/fault-proxy.ts'
import { type LoopbackServer, startLoopbackServer } from '../../../local/loopback-server.ts'

const servers: LoopbackServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0).reverse()) await server.close()
})

/** A service that counts what reached it, behind a proxy that interferes with the first call only. */
async function start(interference: Interference) {
  const reached: string[] = []
  const seen: AwsRequest[] = []
  const service = await startLoopbackServer(async (request, response) => {
    reached.push(await text(request))
    response.writeHead(200, { 'x-answer': 'yes' }).end('答')
  })
  const proxy = await startFaultProxy('sqs', service.url, request => {
    seen.push(request)
    return seen.length === 1 ? interference : 'pass'
  })
  servers.push(service, proxy)
  return { reached, seen, url: proxy.url }
}

function send(url: string, signal: AbortSignal | null = null) {
  const headers = { 'x-amz-target': 'AmazonSQS.SendMessage' }
  return fetch(url, { method: 'POST', headers, body: '{"MessageBody":"扣子"}', signal })
}

test('a call passes as it is, and so does its answer', async () => {
  const { reached, seen, url } = await start('pass')
  const response = await send(url)
  expect([response.status, response.headers.get('x-answer'), await response.text()]).toEqual([
    200,
    'yes',
    '答',
  ])
  expect(reached).toEqual(['{"MessageBody":"扣子"}'])
  expect(seen).toEqual([{ service: 'sqs', operation: 'SendMessage', body: { MessageBody: '扣子' } }])
})

test('a call that fails does not reach the service, and the next one does', async () => {
  const { reached, url } = await start('fail')
  expect(await send(url)).toHaveProperty('status', 500)
  expect(reached).toEqual([])
  expect(await send(url)).toHaveProperty('status', 200)
})

test('a call that is dropped does not reach the service', async () => {
  const { reached, url } = await start('drop')
  await expect(send(url)).rejects.toThrow('fetch failed')
  expect(reached).toEqual([])
  expect(await send(url)).toHaveProperty('status', 200)
})

test('a call whose answer is dropped has reached the service', async () => {
  const { reached, url } = await start('pass-then-drop')
  await expect(send(url)).rejects.toThrow('fetch failed')
  expect(reached).toEqual(['{"MessageBody":"扣子"}'])
})

test('a call that hangs is never answered', async () => {
  const { reached, url } = await start('hang')
  await expect(send(url, AbortSignal.timeout(200))).rejects.toThrow('timeout')
  expect(reached).toEqual([])
  expect(await send(url)).toHaveProperty('status', 200)
})

test('a call that hangs does not keep the proxy from closing', async () => {
  const asked = Promise.withResolvers<void>()
  const proxy = await startFaultProxy('sqs', 'http://127.0.0.1:1', () => {
    asked.resolve()
    return 'hang'
  })
  const broken = expect(send(proxy.url)).rejects.toThrow('fetch failed')
  await asked.promise
  await proxy.close()
  await broken
})

test('what interferes may take its time', async () => {
  const service = await startLoopbackServer(async (_request, response) => void response.end())
  const gate = Promise.withResolvers<Interference>()
  const asked = Promise.withResolvers<void>()
  const proxy = await startFaultProxy('dynamodb', service.url, () => {
    asked.resolve()
    return gate.promise
  })
  servers.push(service, proxy)
  const sending = send(proxy.url)
  await asked.promise
  gate.resolve('fail')
  expect(await sending).toHaveProperty('status', 500)
})

test('a caller that breaks off leaves the service in peace', async () => {
  const { reached, url } = await start('pass')
  const body = new ReadableStream({
    start: controller => controller.enqueue(new TextEncoder().encode('half')),
  })
  const signal = AbortSignal.timeout(100)
  await expect(fetch(url, { method: 'POST', body, duplex: 'half', signal })).rejects.toThrow('timeout')
  expect(await send(url)).toHaveProperty('status', 200)
  expect(reached).toEqual(['{"MessageBody":"扣子"}'])
})
