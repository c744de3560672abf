import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { SQSEvent } from 'aws-lambda'
import { type EventSource, startEventSource } from '../../../local/aws/event-source.ts'
import type { InvokeResult } from '../../../local/aws/lambda/execution-environment.ts'
import { type SqsServer, startSqsServer } from '../../../local/aws/sqs-server.ts'
import { type Queue, readQueue } from '../../../local/aws/template/queue.ts'

let server: SqsServer
beforeAll(async () => {
  server = await startSqsServer()
})
afterAll(() => server.close())

const sources: EventSource[] = []
afterEach(async () => {
  await Promise.all(sources.splice(0).map(source => source.close()))
})

let queues = 0
async function createQueue(properties: Record<string, unknown> = {}): Promise<Queue> {
  queues += 1
  const world = { sqsUrl: server.url, apiUrl: '', assets: {} }
  const queue = readQueue(`Tasks${queues}`, { FifoQueue: true, VisibilityTimeout: 1, ...properties }, world)
  await server.createQueues([queue])
  return queue
}

async function send(queue: Queue, MessageBody: string, MessageGroupId = MessageBody): Promise<void> {
  const MessageAttributes = { kind: { DataType: 'String', StringValue: '审核' } }
  await server.client.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody,
      MessageGroupId,
      MessageDeduplicationId: MessageBody,
      MessageAttributes,
    }),
  )
}

type Invoke = (event: SQSEvent) => Promise<InvokeResult>

function start(queue: Queue, invoke: Invoke, { batchSize = 1, maximumConcurrency = 2 } = {}): EventSource {
  const mapping = {
    queueArn: queue.arn,
    functionName: 'Work',
    batchSize,
    maximumConcurrency,
    reportsBatchItemFailures: true,
  }
  const reportFault = (error: unknown) => {
    throw error
  }
  const source = startEventSource({ mapping, queue, client: server.client, invoke, reportFault })
  sources.push(source)
  return source
}

/** A function that takes down what it gets, and lets a test wait for the n-th event. */
function createFunction(answer: (event: SQSEvent) => unknown) {
  const events: SQSEvent[] = []
  const waiting = new Map<number, () => void>()
  return {
    events,
    async invoke(event: SQSEvent): Promise<InvokeResult> {
      events.push(event)
      waiting.get(events.length)?.()
      return { outcome: 'success', payload: (await answer(event)) ?? null }
    },
    eventsReach: (count: number) =>
      new Promise<void>(resolve => {
        if (events.length >= count) resolve()
        else waiting.set(count, resolve)
      }),
  }
}

async function countMessages(queue: Queue): Promise<number> {
  const AttributeNames = ['All' as const]
  const { Attributes = {} } = await server.client.send(
    new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames }),
  )
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes
  return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible)
}

test('a message comes as a record with all that Lambda tells of it, and is gone afterwards', async () => {
  const queue = await createQueue()
  const work = createFunction(() => null)
  await send(queue, '任务', 'bot-1')
  const source = start(queue, work.invoke)
  await work.eventsReach(1)
  await source.close()
  expect(work.events).toEqual([
    {
      Records: [
        {
          messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          receiptHandle: expect.any(String),
          body: '任务',
          attributes: {
            ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
            ApproximateReceiveCount: '1',
            MessageDeduplicationId: '任务',
            MessageGroupId: 'bot-1',
            SenderId: expect.any(String),
            SentTimestamp: expect.stringMatching(/^\d{13}$/),
            SequenceNumber: expect.stringMatching(/^\d{20}$/),
          },
          messageAttributes: {
            kind: { dataType: 'String', stringValue: '审核', stringListValues: [], binaryListValues: [] },
          },
          md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
          md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
          eventSource: 'aws:sqs',
          eventSourceARN: queue.arn,
          awsRegion: 'local-1',
        },
      ],
    },
  ])
  expect(await countMessages(queue)).toBe(0)
})

test('of a batch only the reported failures come back', async () => {
  const queue = await createQueue()
  for (const body of ['good', 'bad', 'better']) await send(queue, body)
  const work = createFunction(({ Records }) => ({
    batchItemFailures: Records.filter(
      ({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1',
    ).map(({ messageId }) => ({ itemIdentifier: messageId })),
  }))
  const source = start(queue, work.invoke, { batchSize: 10 })
  await work.eventsReach(2)
  await source.close()
  expect(work.events.map(({ Records }) => Records.map(({ body }) => body))).toEqual([
    ['good', 'bad', 'better'],
    ['bad'],
  ])
  expect(await countMessages(queue)).toBe(0)
})

test('after an error of the function the message comes back when its visibility timeout is over', async () => {
  const queue = await createQueue()
  await send(queue, 'again')
  const counts: (string | undefined)[] = []
  const done = Promise.withResolvers<void>()
  const source = start(queue, async ({ Records: [record] }) => {
    counts.push(record?.attributes.ApproximateReceiveCount)
    if (counts.length === 1) return { outcome: 'error', errorType: 'Error', errorMessage: 'once' }
    done.resolve()
    return { outcome: 'success', payload: null }
  })
  await done.promise
  await source.close()
  expect(counts).toEqual(['1', '2'])
  expect(await countMessages(queue)).toBe(0)
})

test('an answer that cannot be read keeps the message', async () => {
  const queue = await createQueue({ VisibilityTimeout: 30 })
  await send(queue, 'kept')
  const work = createFunction(() => ({ batchItemFailures: [{ itemIdentifier: '' }] }))
  const source = start(queue, work.invoke)
  await work.eventsReach(1)
  await source.close()
  expect(await countMessages(queue)).toBe(1)
})

test('no more events run at a time than allowed, and of one group only one', async () => {
  const queue = await createQueue({ VisibilityTimeout: 30 })
  let running = 0
  let most = 0
  const groups = new Set<string>()
  const done = createFunction(async ({ Records: [record] }) => {
    const group = record?.attributes.MessageGroupId ?? ''
    expect(groups.has(group)).toBe(false)
    groups.add(group)
    running += 1
    most = Math.max(most, running)
    await new Promise(resolve => setTimeout(resolve, 50))
    running -= 1
    groups.delete(group)
  })
  for (const number of [1, 2, 3, 4, 5, 6]) await send(queue, `task-${number}`, `bot-${number % 3}`)
  const source = start(queue, done.invoke, { maximumConcurrency: 2 })
  await done.eventsReach(6)
  await source.close()
  expect(most).toBe(2)
  expect(done.events.map(({ Records: [record] }) => record?.body).toSorted()).toEqual([
    'task-1',
    'task-2',
    'task-3',
    'task-4',
    'task-5',
    'task-6',
  ])
})

test('closing waits for what is running, and loses no message that is sent afterwards', async () => {
  const queue = await createQueue()
  const finish = Promise.withResolvers<void>()
  const work = createFunction(() => finish.promise)
  await send(queue, 'running')
  const source = start(queue, work.invoke)
  await work.eventsReach(1)
  const closing = source.close()
  finish.resolve()
  await closing
  expect(await countMessages(queue)).toBe(0)
  await send(queue, 'later')
  const { Messages } = await server.client.send(new ReceiveMessageCommand({ QueueUrl: queue.url }))
  expect(Messages).toMatchObject([{ Body: 'later' }])
})
