import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs'

/** Approximate, as SQS has them. `underWay` are with a function, or put off by one. */
type MessageCount = { readonly waiting: number; readonly underWay: number }

export async function countMessages(client: SQSClient, queueUrl: string): Promise<MessageCount> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateNumberOfMessagesNotVisible',
      ],
    }),
  )
  const visible = Number(Attributes.ApproximateNumberOfMessages ?? 0)
  const delayed = Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0)
  return {
    waiting: visible + delayed,
    underWay: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  }
}
