import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from '@jest/globals'
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
} from '../../../functions/aws-sdk/client-dynamodb.ts'
import { ChangeMessageVisibilityCommand, SQSClient } from '../../../functions/aws-sdk/client-sqs.ts'
import { answerJson, type ServedRequest, serve } from '../../serve.ts'

type Answer = (request: ServedRequest, response: ServerResponse) => void

/** Of the invocation that is under way. */
const trace: { id: string | undefined } = { id: undefined }

/** A service that gives these answers one after the other, and the client that asks it. */
async function openService(...answers: readonly Answer[]) {
  const left = [...answers]
  const server = await serve((request, response) => left.shift()?.(request, response))
  const options = {
    endpoint: server.url,
    region: 'local-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 2,
    requestHandler: { requestTimeout: 200 },
    traceId: () => trace.id,
  }
  return {
    ...server,
    dynamodb: new DynamoDBClient(options),
    sqs: new SQSClient(options),
  }
}

const found: Answer = (_request, response) => answerJson(response, 200, { Item: { pk: { S: '天气助手' } } })
const refuse =
  (status: number, __type: string): Answer =>
  (_request, response) =>
    answerJson(response, status, { __type, message: 'no' }, { 'x-amzn-requestid': 'request-1' })
const hang: Answer = () => {}
const breakOff: Answer = (_request, response) => void response.destroy()
const get = new GetItemCommand({ TableName: 'reviews', Key: { pk: { S: '天气助手' } } })

afterEach(() => {
  trace.id = undefined
})

test('a command is posted with its operation in a header, and its result is given', async () => {
  await using service = await openService(found)
  expect(await service.dynamodb.send(get)).toEqual({ Item: { pk: { S: '天气助手' } } })
  expect(service.requests).toMatchObject([
    {
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.GetItem',
        authorization: expect.stringContaining('/local-1/dynamodb/aws4_request'),
      },
      body: '{"TableName":"reviews","Key":{"pk":{"S":"天气助手"}}}',
    },
  ])
})

test.each([
  ['a fault', refuse(500, 'InternalServerError')],
  ['a throttling', refuse(400, 'com.amazonaws.dynamodb.v20120810#ThrottlingException')],
  ['a full table', refuse(400, 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException')],
  ['a broken connection', breakOff],
  ['silence', hang],
])('after %s the call is made once more', async (_what, answer) => {
  await using service = await openService(answer, found)
  expect(await service.dynamodb.send(get)).toHaveProperty('Item')
  expect(service.requests).toHaveLength(2)
})

test('after two faults the second is thrown, with what Lambda logs of it', async () => {
  await using service = await openService(
    refuse(500, 'InternalServerError'),
    refuse(503, 'ServiceUnavailable'),
  )
  await expect(service.dynamodb.send(get)).rejects.toMatchObject({
    name: 'ServiceUnavailable',
    message: 'no',
    $fault: 'server',
    $metadata: { httpStatusCode: 503, requestId: 'request-1' },
  })
})

test('a refusal is final', async () => {
  await using service = await openService(refuse(400, 'com.amazon.coral.validate#ValidationException'))
  await expect(service.dynamodb.send(get)).rejects.toMatchObject({
    name: 'ValidationException',
    $fault: 'client',
  })
  expect(service.requests).toHaveLength(1)
})

test('a failed condition has a class of its own', async () => {
  await using service = await openService(
    refuse(400, 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException'),
  )
  await expect(service.dynamodb.send(get)).rejects.toBeInstanceOf(ConditionalCheckFailedException)
})

test('silence twice is a time-out, not a wait', async () => {
  await using service = await openService(hang, hang)
  await expect(service.dynamodb.send(get)).rejects.toMatchObject({ name: 'TimeoutError', code: 'ETIMEDOUT' })
})

test('a web page in place of an answer is an error with its status', async () => {
  const page: Answer = (_request, response) => void response.writeHead(403).end('<html>Forbidden</html>')
  await using service = await openService(page)
  await expect(service.dynamodb.send(get)).rejects.toMatchObject({
    name: 'UnknownError',
    message: 'HTTP 403',
  })
})

test('an answer without a body is no failure: SQS sends none where there is no result', async () => {
  await using service = await openService((_request, response) => void response.writeHead(200).end())
  expect(await service.sqs.send(new ChangeMessageVisibilityCommand({}))).toEqual({})
})

test('where all kept connections have died meanwhile, the second try opens one of its own', async () => {
  const ports = new Set<number | undefined>()
  const once: Answer = (request, response) => {
    const port = response.socket?.remotePort
    if (ports.has(port)) return breakOff(request, response)
    ports.add(port)
    found(request, response)
  }
  await using service = await openService(...Array.from({ length: 9 }, () => once))
  const all = () => Promise.all([1, 2, 3].map(() => service.dynamodb.send(get)))
  await all()
  expect(await all()).toHaveLength(3)
  expect(ports.size).toBe(6)
})

test('the trace of the invocation goes along', async () => {
  await using service = await openService(found)
  trace.id = 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1'
  await service.dynamodb.send(get)
  expect(service.requests[0]?.headers['x-amzn-trace-id']).toBe(trace.id)
})
