import { setTimeout as wait } from 'node:timers/promises'
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { SQSEvent, SQSRecord } from 'aws-lambda'
import { findHandled } from './event-source/batch-answer.ts'
import { createRecord } from './event-source/record.ts'
import type { InvokeResult } from './lambda/execution-environment.ts'
import type { EventSourceMapping } from './template/lambda.ts'
import type { Queue } from './template/queue.ts'
import { createTurns } from './turns.ts'

export type EventSource = { close(): Promise<void> }

type EventSourceOptions = {
  readonly mapping: EventSourceMapping
  readonly queue: Queue
  readonly client: SQSClient
  readonly invoke: (event: SQSEvent) => Promise<InvokeResult>
  /** Is told when the queue cannot be reached any more. Nothing is received after that. */
  readonly reportFault: (error: unknown) => void
}

/** Lambda begins with five pollers. */
const defaultConcurrency = 5
/** Short, because the server keeps a message for a receiver that has gone away, and so the last one is waited for. */
const waitSeconds = 1
/** What runs longer when we close is left to itself. */
const graceMs = 2000

/** Moves messages from a queue to a function, as Lambda's event source mapping does. */
export function startEventSource({
  mapping,
  queue,
  client,
  invoke,
  reportFault,
}: EventSourceOptions): EventSource {
  const turns = createTurns(mapping.maximumConcurrency ?? defaultConcurrency)
  const running = new Set<Promise<void>>()
  let closing = false

  async function poll(): Promise<void> {
    while (!closing) {
      await turns.take()
      const messages = closing ? [] : await receive()
      if (messages.length === 0) turns.giveBack()
      else run(messages)
    }
  }

  async function receive(): Promise<Message[]> {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: mapping.batchSize,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    )
    return Messages
  }

  function run(messages: readonly Message[]): void {
    const handled = handle(messages)
      .catch(reportFault)
      .finally(() => {
        running.delete(handled)
        turns.giveBack()
      })
    running.add(handled)
  }

  async function handle(messages: readonly Message[]): Promise<void> {
    const records = messages.map(message => createRecord(message, queue.arn))
    const ids = records.map(({ messageId }) => messageId)
    const result = await invoke({ Records: records })
    const handled = new Set(findHandled(ids, result, mapping.reportsBatchItemFailures))
    await remove(records.filter(({ messageId }) => handled.has(messageId)))
  }

  /** What is not removed comes back when its visibility timeout is over. */
  async function remove(records: readonly SQSRecord[]): Promise<void> {
    if (records.length === 0) return
    const Entries = records.map(({ messageId, receiptHandle }) => ({
      Id: messageId,
      ReceiptHandle: receiptHandle,
    }))
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries }))
  }

  const polling = poll().catch(error => {
    if (!closing) reportFault(error)
  })
  return {
    async close() {
      closing = true
      const finished = polling.then(() => Promise.all(running))
      await Promise.race([finished, wait(graceMs, undefined, { ref: false })])
    },
  }
}
