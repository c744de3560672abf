import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createReviewStore } from '../../../functions/reviews/review-store.ts'
import { startDynamoDbServer } from '../../../local/aws/dynamodb-server.ts'
import type { AwsRequest } from '../../../local/aws/fault-proxy.ts'
import { clientSettings } from '../../../local/aws/local-account.ts'

/** A record in a real table server, at a time that the test sets. */
export async function openStore() {
  const requests: AwsRequest[] = []
  const server = await startDynamoDbServer(request => {
    requests.push(request)
    return 'pass'
  })
  await server.createTables([
    {
      TableName: 'reviews',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'work', AttributeType: 'S' },
        { AttributeName: 'dueAt', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'work',
          KeySchema: [
            { AttributeName: 'work', KeyType: 'HASH' },
            { AttributeName: 'dueAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      ProvisionedThroughput: undefined,
    },
  ])
  const client = new DynamoDBClient(clientSettings(server.url))
  const clock = { nowMs: 1_790_000_000_000 }
  const reviews = createReviewStore({
    client,
    tableName: 'reviews',
    retentionDays: 10,
    now: () => clock.nowMs,
  })
  return {
    url: server.url,
    reviews,
    clock,
    client,
    requests,
    async close() {
      client.destroy()
      await server.close()
    },
  }
}

let bots = 0

/** A submission of a bot that no other test has. */
export function newSubmission(changes: { eventId?: string; eventTime?: number; botId?: string } = {}) {
  bots += 1
  return {
    connectorId: '7423989367674212345',
    botId: `${bots}`,
    eventId: 'evt-1',
    eventTime: 1_000,
    name: '天气助手 🤖',
    description: '',
    version: '1',
    userId: '42',
    ...changes,
  }
}
