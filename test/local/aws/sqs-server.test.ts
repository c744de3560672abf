import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { clientSettings } from '../../../local/aws/local-account.ts'
import { type SqsServer, startSqsServer } from '../../../local/aws/sqs-server.ts'
import { type Queue, readQueue } from '../../../local/aws/template/queue.ts'

let server: SqsServer
let sqs: SQSClient
let tasks: Queue
let dead: Queue

beforeAll(async () => {
  server = await startSqsServer()
  const world = { sqsUrl: server.url, apiUrl: '', assets: {} }
  dead = readQueue('Dead', { FifoQueue: true }, world)
  const RedrivePolicy = { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 }
  const properties = { FifoQueue: true, DelaySeconds: 1, VisibilityTimeout: 30, RedrivePolicy }
  tasks = readQueue('Tasks', properties, world)
  await server.createQueues([tasks, dead])
  sqs = new SQSClient(clientSettings(server.url))
})

afterAll(async () => {
  sqs.destroy()
  await server.close()
})

async function send(MessageBody: string, MessageGroupId: string) {
  const MessageDeduplicationId = MessageBody
  const command = { QueueUrl: tasks.url, MessageBody, MessageGroupId, MessageDeduplicationId }
  return sqs.send(new SendMessageCommand(command))
}

async function receive(queue: Queue, WaitTimeSeconds = 2) {
  const MessageSystemAttributeNames = ['All' as const]
  const command = { QueueUrl: queue.url, WaitTimeSeconds, MessageSystemAttributeNames }
  const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand(command))
  return message
}

async function makeVisible(ReceiptHandle: string | undefined) {
  const command = { QueueUrl: tasks.url, ReceiptHandle, VisibilityTimeout: 0 }
  await sqs.send(new ChangeMessageVisibilityCommand(command))
}

async function remove(ReceiptHandle: string | undefined) {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: tasks.url, ReceiptHandle }))
}

test("a queue has the template's attributes, and an address that is the server's", async () => {
  expect(tasks.url).toBe(`${server.url}/000000000000/Tasks.fifo`)
  const command = { QueueUrl: tasks.url, AttributeNames: ['All' as const] }
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand(command))
  expect(Attributes).toMatchObject({
    QueueArn: 'arn:aws:sqs:local-1:000000000000:Tasks.fifo',
    FifoQueue: 'true',
    DelaySeconds: '1',
    VisibilityTimeout: '30',
    RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:local-1:000000000000:Dead.fifo","maxReceiveCount":2}',
  })
})

test('a message comes after the delay of the queue, and one group waits for its first', async () => {
  const sentAt = Date.now()
  await send('扣子一', 'bot-1')
  await send('扣子二', 'bot-1')
  const first = await receive(tasks)
  expect(Date.now() - sentAt).toBeGreaterThanOrEqual(990)
  expect(first).toMatchObject({
    Body: '扣子一',
    Attributes: { MessageGroupId: 'bot-1', ApproximateReceiveCount: '1' },
  })
  expect(await receive(tasks, 0)).toBeUndefined()
  await remove(first?.ReceiptHandle)
  const second = await receive(tasks)
  expect(second?.Body).toBe('扣子二')
  await remove(second?.ReceiptHandle)
})

test('a message that was received too often goes to the dead-letter queue, and the next of its group comes', async () => {
  await send('poison', 'bot-2')
  await send('healthy', 'bot-2')
  for (const count of ['1', '2']) {
    const message = await receive(tasks)
    expect(message).toMatchObject({ Body: 'poison', Attributes: { ApproximateReceiveCount: count } })
    await makeVisible(message?.ReceiptHandle)
  }
  const next = await receive(tasks)
  expect(next?.Body).toBe('healthy')
  await remove(next?.ReceiptHandle)
  expect(await receive(dead)).toMatchObject({ Body: 'poison', Attributes: { MessageGroupId: 'bot-2' } })
})

test('a message that is sent twice comes once', async () => {
  await send('twice', 'bot-3')
  await send('twice', 'bot-3')
  await remove((await receive(tasks))?.ReceiptHandle)
  expect(await receive(tasks, 1)).toBeUndefined()
})
