import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type DynamoDbServer, startDynamoDbServer } from '../../../local/aws/dynamodb-server.ts'
import { clientSettings } from '../../../local/aws/local-account.ts'

let server: DynamoDbServer
let dynamodb: DynamoDBClient

beforeAll(async () => {
  server = await startDynamoDbServer()
  await server.createTables([
    {
      TableName: 'Reviews',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'status', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byStatus',
          KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    },
  ])
  dynamodb = new DynamoDBClient(clientSettings(server.url))
})

afterAll(async () => {
  dynamodb.destroy()
  await server.close()
})

const Item = { pk: { S: 'bot-1' }, sk: { S: 'newest' }, status: { S: 'in_review' }, name: { S: '扣子' } }

test('a record is there once it is put, and a condition on it holds', async () => {
  const put = new PutItemCommand({
    TableName: 'Reviews',
    Item,
    ConditionExpression: 'attribute_not_exists(pk)',
  })
  await dynamodb.send(put)
  await expect(dynamodb.send(put)).rejects.toThrow('The conditional request failed')
  const Key = { pk: { S: 'bot-1' }, sk: { S: 'newest' } }
  expect(await dynamodb.send(new GetItemCommand({ TableName: 'Reviews', Key }))).toMatchObject({ Item })
})

test('an index of the template finds a record', async () => {
  await dynamodb.send(
    new PutItemCommand({ TableName: 'Reviews', Item: { ...Item, status: { S: 'escalated' } } }),
  )
  const { Items } = await dynamodb.send(
    new QueryCommand({
      TableName: 'Reviews',
      IndexName: 'byStatus',
      KeyConditionExpression: '#status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': { S: 'escalated' } },
    }),
  )
  expect(Items).toEqual([{ ...Item, status: { S: 'escalated' } }])
})
