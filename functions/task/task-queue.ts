import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { encodeTask, type Outcome, outcomeAttribute, type Task } from './task.ts'

export type SendTask = (task: Task) => Promise<void>
/** Lets a received letter come back after this many seconds instead of after the queue's visibility time-out. */
export type Postpone = (receiptHandle: string, seconds: number) => Promise<void>
/** Puts a letter that no try will settle where a person looks. */
export type SendDeadLetter = (letter: {
  body: string
  messageGroupId: string
  messageId: string
  outcome: Outcome
}) => Promise<void>

/**
 * In line per bot (message group), once per event within five minutes (de-duplication id). Whoever has a reason to send
 * the task of an event again gives it another name.
 */
export function createTaskSender(
  client: SQSClient,
  queueUrl: string,
  nameLetter = ({ eventId }: Task): string => eventId,
): SendTask {
  return async task => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: encodeTask(task),
        MessageGroupId: `${task.connectorId}-${task.botId}`,
        MessageDeduplicationId: nameLetter(task),
      }),
    )
  }
}

/** Sends a letter that SQS refuses, for it has no body: opens the connection, and nothing is queued. Always rejects. */
export async function provokeRefusal(client: SQSClient, queueUrl: string): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: '' }))
}

export function createPostponer(client: SQSClient, queueUrl: string): Postpone {
  return async (receiptHandle, seconds) => {
    const request = { QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds }
    await client.send(new ChangeMessageVisibilityCommand(request))
  }
}

export function createDeadLetterSender(client: SQSClient, deadLetterQueueUrl: string): SendDeadLetter {
  return async ({ body, messageGroupId, messageId, outcome }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MessageBody: body,
        MessageGroupId: messageGroupId,
        MessageDeduplicationId: messageId,
        MessageAttributes: { [outcomeAttribute]: { DataType: 'String', StringValue: outcome } },
      }),
    )
  }
}
