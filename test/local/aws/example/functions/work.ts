import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { SQSEvent } from 'aws-lambda'

const dynamodb = new DynamoDBClient()

/** Marks each record as done. A body that ends in "never" is reported as failed, each time. */
export async function handler({ Records }: SQSEvent) {
  const batchItemFailures = []
  for (const { messageId, body, attributes } of Records) {
    console.info({ event: 'work', body, receives: attributes.ApproximateReceiveCount })
    if (body.endsWith('never')) batchItemFailures.push({ itemIdentifier: messageId })
    else await markDone(attributes.MessageGroupId ?? '')
  }
  return { batchItemFailures }
}

async function markDone(pk: string): Promise<void> {
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: process.env.TABLE_NAME,
      Key: { pk: { S: pk }, sk: { S: 'record' } },
      UpdateExpression: 'SET #status = :done',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':done': { S: 'done' } },
    }),
  )
  console.info({ event: 'done', pk })
}
