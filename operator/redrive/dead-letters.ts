import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { decodeTask, outcomeAttribute, type Task } from '../../functions/task/task.ts'
import type { Deployment } from '../channel/deployment.ts'

export type DeadLetter = {
  readonly messageId: string
  /** For the next minute. */
  readonly receipt: string
  readonly groupId: string
  readonly body: string
  /** Undefined where it cannot be read. */
  readonly task: Task | undefined
  /** Why the function buried it; undefined where SQS gave it up. */
  readonly outcome: string | undefined
  /** How often anybody was given it, whoever looked at it here included. */
  readonly receives: number
}

export type DeadLetterQueue = {
  /** Up to ten that nobody else is given for so many seconds; those of one bot in order. */
  readonly receive: (seconds: number) => Promise<DeadLetter[]>
  readonly release: (letter: DeadLetter) => Promise<void>
  /** Sends it to the queue of tasks as it is. */
  readonly send: (letter: DeadLetter) => Promise<void>
  readonly remove: (letter: DeadLetter) => Promise<void>
}

type Queues = Pick<Deployment, 'sqs' | 'taskQueue' | 'deadLetterQueue'>

/** SQS itself moves back only letters that it has moved here: not those that the function buried, and none locally. */
export function openDeadLetters({ sqs, taskQueue, deadLetterQueue: QueueUrl }: Queues): DeadLetterQueue {
  return {
    async receive(seconds) {
      const request = {
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: seconds,
        // A short poll asks only some of the servers, and may find none of what is there.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All' as const],
        MessageAttributeNames: [outcomeAttribute],
      }
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request))
      return Messages.map(readLetter)
    },

    async release({ receipt }) {
      const request = { QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }
      // What is not given back is back by itself, or has been taken by somebody else since.
      await sqs.send(new ChangeMessageVisibilityCommand(request)).catch(() => undefined)
    },

    async send({ messageId, body, groupId }) {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: taskQueue,
          MessageBody: body,
          MessageGroupId: groupId,
          // Not that of the task, which the queue may remember; sent twice by us, it is one letter.
          MessageDeduplicationId: `redrive-${messageId}`,
        }),
      )
    },

    async remove({ receipt }) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }))
    },
  }
}

function readLetter(message: Message): DeadLetter {
  const { MessageId = '', ReceiptHandle = '', Body = '', Attributes = {}, MessageAttributes = {} } = message
  return {
    messageId: MessageId,
    receipt: ReceiptHandle,
    groupId: Attributes.MessageGroupId ?? MessageId,
    body: Body,
    task: decodeTask(Body),
    outcome: MessageAttributes[outcomeAttribute]?.StringValue,
    receives: Number(Attributes.ApproximateReceiveCount ?? 0),
  }
}
