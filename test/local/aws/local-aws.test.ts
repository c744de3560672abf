import { join } from 'node:path'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { AwsRequest, Interference } from '../../../local/aws/fault-proxy.ts'
import { clientSettings } from '../../../local/aws/local-account.ts'
import { type LocalAws, startLocalAws } from '../../../local/aws/local-aws.ts'
import { type Synthesized, synthesize } from '../../../local/synthesize.ts'
import { createLogbook } from './logbook.ts'

let synthesized: Synthesized
let aws: LocalAws
let logbook = createLogbook()
const nothing = async (_request: AwsRequest): Promise<Interference> => 'pass'
let interfere = nothing

beforeAll(async () => {
  synthesized = await synthesize({ delaySeconds: 0 }, { project: join(import.meta.dirname, 'example') })
  aws = await startLocalAws({
    ...synthesized,
    secrets: { Greeting: '你好' },
    environment: { GREETING: 'from the caller' },
    interfere: request => interfere(request),
    writeLog: line => logbook.write(line),
  })
}, 60_000)

afterEach(() => {
  interfere = nothing
  logbook = createLogbook()
})

afterAll(async () => {
  await aws?.close()
  await synthesized?.remove()
})

function call(body: string): Promise<Response> {
  return fetch(aws.callbackUrl, { method: 'POST', headers: { 'content-type': 'text/plain' }, body })
}

function isDone(pk: string) {
  return (line: string) => line.includes(`"event":"done","pk":"${pk}"`)
}

test('a callback goes through functions, secret, table and queue to its end', async () => {
  const response = await call('bot-1 审核')
  expect([response.status, await response.json()]).toEqual([
    200,
    { greeting: 'from the caller', secret: '你好' },
  ])
  await logbook.until(isDone('bot-1'))
  const dynamodb = new DynamoDBClient(clientSettings(aws.endpoints.dynamodb))
  const Key = { pk: { S: 'bot-1' }, sk: { S: 'record' } }
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: aws.tableNames.Records, Key }))
  dynamodb.destroy()
  expect(Item).toEqual({ ...Key, status: { S: 'done' } })
})

test('everything is found by its name', () => {
  expect(aws).toMatchObject({
    callbackUrl: `${aws.url}/callback`,
    functions: { Receive: { name: 'Receive' }, Work: { name: 'Work' } },
    queueUrls: {
      Tasks: `${aws.endpoints.sqs}/000000000000/Tasks.fifo`,
      Dead: expect.stringContaining('/Dead.fifo'),
    },
    tableNames: { Records: 'Records' },
  })
})

test('a message that fails each time ends in the dead-letter queue', async () => {
  await call('bot-2 never')
  await logbook.until(line => line.includes('"receives":"2"'))
  const sqs = new SQSClient(clientSettings(aws.endpoints.sqs))
  const receive = new ReceiveMessageCommand({ QueueUrl: aws.queueUrls.Dead, WaitTimeSeconds: 5 })
  const { Messages } = await sqs.send(receive)
  sqs.destroy()
  expect(Messages).toMatchObject([{ Body: 'bot-2 never' }])
})

test('a failure of AWS is met by the function, which tries again', async () => {
  const operations: string[] = []
  interfere = async ({ service, operation }) => {
    operations.push(`${service} ${operation}`)
    return operations.filter(name => name === 'dynamodb PutItem').length === 1 ? 'fail' : 'pass'
  }
  expect(await call('bot-3')).toHaveProperty('status', 200)
  await logbook.until(isDone('bot-3'))
  expect(operations).toEqual([
    'secrets-manager GetSecretValue',
    'dynamodb PutItem',
    'dynamodb PutItem',
    'sqs SendMessage',
    'dynamodb UpdateItem',
  ])
})

test('a message that was sent, though the function cannot know, and is sent again, comes once', async () => {
  let sent = 0
  interfere = async ({ operation }) => {
    if (operation !== 'SendMessage') return 'pass'
    sent += 1
    return sent === 1 ? 'pass-then-drop' : 'pass'
  }
  expect(await call('bot-4')).toHaveProperty('status', 200)
  expect(sent).toBe(2)
  await logbook.until(isDone('bot-4'))
  expect(
    logbook.lines.filter(line => line.includes('bot-4') && line.includes('"event":"work"')),
  ).toHaveLength(1)
})

test('a function that is killed at a chosen call leaves what it did, and the message comes back', async () => {
  let killed = false
  interfere = async ({ operation }) => {
    if (operation !== 'UpdateItem' || killed) return 'pass'
    killed = true
    await aws.functions.Work?.killAll()
    return 'pass'
  }
  expect(await call('bot-5')).toHaveProperty('status', 200)
  await logbook.until(isDone('bot-5'))
  expect(logbook.lines.some(line => line.includes('Runtime exited with error: signal: SIGKILL'))).toBe(true)
  expect(logbook.lines.some(line => line.includes('"body":"bot-5","receives":"2"'))).toBe(true)
})

test('a secret that is put later is what the next event sees', async () => {
  aws.putSecret('Greeting', '再见')
  expect(await (await call('bot-6')).json()).toMatchObject({ secret: '再见' })
  expect(() => aws.putSecret('Farewell', '')).toThrow('There is no secret Farewell, only Greeting')
})

test('after closing nothing answers, and no process is left', async () => {
  const running = process.getActiveResourcesInfo().filter(kind => kind === 'ProcessWrap').length
  const another = await startLocalAws({ ...synthesized, secrets: { Greeting: '你好' }, writeLog: () => {} })
  expect(await fetch(another.callbackUrl, { method: 'POST', body: 'bot-7' })).toHaveProperty('status', 200)
  await another.close()
  for (const url of [another.url, ...Object.values(another.endpoints)]) {
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  }
  const left = process.getActiveResourcesInfo().filter(kind => kind === 'ProcessWrap').length
  expect(left).toBe(running)
})

test('a variable that no function has cannot be replaced', async () => {
  const starting = startLocalAws({ ...synthesized, environment: { GREETNIG: 'x' }, writeLog: () => {} })
  await expect(starting).rejects.toThrow('No function has a variable GREETNIG')
})

test('a port that is taken is an error', async () => {
  const port = Number(new URL(aws.url).port)
  await expect(startLocalAws({ ...synthesized, port, writeLog: () => {} })).rejects.toThrow('EADDRINUSE')
})
