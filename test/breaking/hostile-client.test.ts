import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import * as z from 'zod'
import type { AwsRequest } from '../../local/aws/fault-proxy.ts'
import { newBotId, openChannel } from '../journeys/open-channel.ts'

const templateSchema = z.looseObject({ Resources: z.record(z.string(), z.looseObject({})) })
/** Few, so that whoever occupies one would be felt, and the number of their readings of the secret is known. */
const environments = 2
const { aws, coze, world, lines, close } = await openChannel({
  context: { answerSeconds: 1, readProfile: false, moderationConcurrency: 2 },
  amend: reserveEnvironments,
})
afterAll(close)

const awsRequests: AwsRequest[] = []
beforeEach(() => {
  awsRequests.length = 0
  world.interfere = request => {
    awsRequests.push(request)
    return 'pass'
  }
})

function reserveEnvironments(template: unknown): unknown {
  const { Resources, ...rest } = templateSchema.parse(template)
  const amended = Object.entries(Resources).map(([id, resource]) => {
    if (!/^CallbackDoorFunction[0-9A-F]{8}$/.test(id)) return [id, resource]
    const properties = z.looseObject({}).parse(resource.Properties)
    return [id, { ...resource, Properties: { ...properties, ReservedConcurrentExecutions: environments } }]
  })
  return { ...rest, Resources: Object.fromEntries(amended) }
}

/** Coze's shortest patience, though a publish has ten seconds. */
const promisedMs = 3_000

/** An honest publish among all that: acknowledged by its first sending, and in time. */
async function publishHonestly(): Promise<void> {
  const { audit, attempts } = await coze.publish({
    botId: newBotId(),
    name: '天气助手',
    description: '查询天气',
  })
  expect(attempts.map(({ result }) => result)).toMatchObject([{ outcome: 'answered', status: 200 }])
  expect(attempts[0]?.result.tookMs).toBeLessThan(promisedMs)
  expect(audit).toMatchObject({ auditStatus: 1 })
}

const { hostname, port, pathname } = new URL(aws.callbackUrl)
const forgedHeaders = {
  'content-type': 'application/json',
  'x-coze-timestamp': '1749038258245',
  'x-coze-nonce': 'f0b1c2d3',
  'x-coze-signature': '0123456789abcdef0123456789abcdef01234567',
}
const forgedBody =
  '{"header":{"event_type":"bot.published","event_id":"e","connector_id":"7"},"event":{"bot_id":"666"}}'

/** The status of the answer. Without an agent the connection is its own. */
function post(body: string | Buffer, headers: object = {}, agent: Agent | false = false): Promise<number> {
  const options = { method: 'POST', headers: { ...forgedHeaders, ...headers }, agent }
  return new Promise((resolve, reject) => {
    request(aws.callbackUrl, options)
      .on('error', reject)
      .on('response', answer => answer.resume().on('end', () => resolve(answer.statusCode ?? 0)))
      .end(body)
  })
}

/** A connection that stands there with whatever has been written to it so far. */
async function openConnection(begin: string): Promise<Socket> {
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.on('error', () => {}).write(begin)
  return socket
}

function occupy(count: number, begin: string): Promise<Socket[]> {
  return Promise.all(Array.from({ length: count }, () => openConnection(begin)))
}

const requestLine = `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\n`
const headLines = Object.entries(forgedHeaders).map(([name, value]) => `${name}: ${value}\r\n`)
const head = `${requestLine}${headLines.join('')}content-length: ${forgedBody.length}\r\n\r\n`

function hangUp(sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.destroy()
}

test('bodies that come byte by byte hold up nobody, and reach the function only when they are whole', async () => {
  const patient = await openConnection(head)
  const others = await occupy(200, head)
  for (const byte of forgedBody.slice(0, 10)) {
    for (const socket of [patient, ...others]) socket.write(byte)
    await publishHonestly()
  }
  hangUp(others)
  patient.write(forgedBody.slice(10))
  const [answer] = await once(patient, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1.1 401 /)
  hangUp([patient])
  expect(lines.filter(line => line.includes('callback-refused'))).toHaveLength(1)
})

test('hundreds of connections that stand half-open hold up nobody', async () => {
  const silent = await occupy(200, '')
  const halfway = await occupy(200, requestLine)
  const unfinished = await occupy(200, `${requestLine}transfer-encoding: chunked\r\n\r\nfff\r\n`)
  for (let i = 0; i < 5; i++) await publishHonestly()
  hangUp([...silent, ...halfway, ...unfinished])
  await publishHonestly()
})

test.each([
  ['a header of 20 KB', { 'x-anything': 'x'.repeat(20_000) }, 431],
  ['a nonce of 10 KB', { 'x-coze-nonce': 'f'.repeat(10_000) }, 401],
  ['a signature of 10 KB', { 'x-coze-signature': 'f'.repeat(10_000) }, 401],
  ['three hundred headers', Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`x-${i}`, ''])), 401],
  ['a hundred signatures', { 'x-coze-signature': Array.from({ length: 100 }, () => '0'.repeat(40)) }, 401],
])('a request with %s is turned away', async (_what, headers, status) => {
  expect(await post(forgedBody, headers)).toBe(status)
  await publishHonestly()
})

test('bodies too large, eight at once, are refused while honest callbacks are acknowledged', async () => {
  const forFunction = Buffer.alloc(300 * 1024, 'x')
  const forGateway = Buffer.alloc(11 * 1024 * 1024, 'x')
  const refusals = Promise.all(Array.from({ length: 8 }, (_, i) => post(i < 6 ? forFunction : forGateway)))
  for (let i = 0; i < 5; i++) await publishHonestly()
  expect(new Set(await refusals)).toEqual(new Set([413]))
})

test('ten thousand forged callbacks are refused, cost no record, no task and a handful of readings of the secret, and delay no honest one', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const statuses = new Set<number>()
  const startedAt = performance.now()
  let left = 10_000
  let honest = 0
  const forge = async () => {
    while (left > 0) {
      left -= 1
      const turn = left % 200
      statuses.add(await post(forgedBody, {}, agent))
      if (turn === 0) await publishHonestly().then(() => honest++)
    }
  }
  await Promise.all(Array.from({ length: 64 }, forge))
  agent.destroy()

  expect(statuses).toEqual(new Set([401]))
  expect(honest).toBe(50)
  const called = (what: string) =>
    awsRequests.filter(({ operation, body }) => `${operation} ${JSON.stringify(body)}`.includes(what)).length
  expect([called('PutItem'), called('SendMessage')]).toEqual([honest, honest])
  const seconds = (performance.now() - startedAt) / 1_000
  expect(called('CallbackTokens')).toBeLessThanOrEqual(environments * Math.ceil(1 + seconds / 5))
})
