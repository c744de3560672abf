import { type DynamoDBClient, paginateQuery, paginateScan, ScanCommand } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import { type Review, reviewSchema } from './review.ts'
import { readItem } from './table.ts'

/** From and to, both included, in Unix milliseconds. */
export type Period = { since: number; until: number }
type Work = NonNullable<Review['work']>

/** What waits for a person since a time in the period, the longest wait first. The index may lag by a moment. */
export async function* listWaiting(
  client: DynamoDBClient,
  tableName: string,
  work: Work,
  { since, until }: Period,
): AsyncGenerator<Review> {
  const request = { TableName: tableName, ...askFor(work, { since, until }) }
  for await (const { Items = [] } of paginateQuery({ client, pageSize: 100 }, request))
    for (const item of Items) yield readItem(item, reviewSchema)
}

/** How many reviews have waited for a person's decision since then or longer. The index may lag by a moment. */
export async function countEscalated(
  client: DynamoDBClient,
  tableName: string,
  since: number,
): Promise<number> {
  const question = askFor('escalated', { since: 0, until: since })
  const request = { TableName: tableName, ...question, Select: 'COUNT' as const }
  let total = 0
  for await (const { Count = 0 } of paginateQuery({ client }, request)) total += Count
  return total
}

/** Of the index of work, in the order of its times. */
function askFor(work: Work, { since, until }: Period) {
  return {
    IndexName: 'work',
    KeyConditionExpression: '#work = :work AND #dueAt BETWEEN :since AND :until',
    ExpressionAttributeNames: { '#work': 'work', '#dueAt': 'dueAt' },
    ExpressionAttributeValues: {
      ':work': { S: work },
      ':since': { N: String(since) },
      ':until': { N: String(until) },
    },
  }
}

/** A megabyte of the record, as it comes, and whether it was the last. */
export type RecordPage = { reviews: Review[]; isLast: boolean }

/** All reviews, in no order: for a person who asks what no index answers, and says how far to look. */
export async function* scanReviews(client: DynamoDBClient, tableName: string): AsyncGenerator<RecordPage> {
  const request = {
    TableName: tableName,
    FilterExpression: 'begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':prefix': { S: 'review#' } },
  }
  for await (const { Items = [], LastEvaluatedKey } of paginateScan({ client }, request))
    yield {
      reviews: Items.map(item => readItem(item, reviewSchema)),
      isLast: LastEvaluatedKey === undefined,
    }
}

const connectorItem = z.object({ connectorId: z.string() })

/** The channels of the record, usually one; of a record of several all that show in its first megabyte. */
export async function listConnectors(client: DynamoDBClient, tableName: string): Promise<string[]> {
  const request = { TableName: tableName, ProjectionExpression: 'connectorId' }
  const { Items = [] } = await client.send(new ScanCommand(request))
  return [...new Set(Items.map(item => readItem(item, connectorItem).connectorId))]
}
