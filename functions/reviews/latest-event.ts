import { type DynamoDBClient, ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'

/** `isSure` is false where the record is too large to look through. Times are Unix milliseconds. */
export type LatestEvent = { botId: string; eventTime: number; isSure: boolean }

const newestItem = z.object({
  botId: z.object({ S: z.string() }),
  eventTime: z.object({ N: z.pipe(z.string(), z.transform(Number)) }),
})

/** A megabyte each. No index leads from the time to the events: one would cost every publish, to save this look. */
const mostPages = 8

/** The newest event of all bots, undefined where there never was one. For a person who looks now and then. */
export async function findLatestEvent(
  client: DynamoDBClient,
  tableName: string,
): Promise<LatestEvent | undefined> {
  let latest: LatestEvent | undefined
  let page: ScanCommandOutput | undefined
  let pages = 0
  do {
    page = await client.send(
      new ScanCommand({
        TableName: tableName,
        FilterExpression: 'sk = :newest',
        ProjectionExpression: 'botId, eventTime',
        ExpressionAttributeValues: { ':newest': { S: 'newest' } },
        ExclusiveStartKey: page?.LastEvaluatedKey,
      }),
    )
    for (const item of page.Items ?? []) {
      const { botId, eventTime } = z.parse(newestItem, item)
      if (latest === undefined || eventTime.N > latest.eventTime)
        latest = { botId: botId.S, eventTime: eventTime.N, isSure: true }
    }
    pages += 1
  } while (page.LastEvaluatedKey !== undefined && pages < mostPages)
  return latest && { ...latest, isSure: page.LastEvaluatedKey === undefined }
}
