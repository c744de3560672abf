import * as z from 'zod'
import type { AwsRequest } from '../../local/aws/fault-proxy.ts'
import { sizeOfItem } from './item-size.ts'

const tableCallSchema = z.object({
  Item: z.record(z.string(), z.unknown()).optional(),
  Key: z.object({ sk: z.object({ S: z.string() }) }).optional(),
})

/** The calls of one publish by operation, and the units that DynamoDB charges for them. */
export function countCalls(requests: readonly AwsRequest[], reviewBytes: number) {
  const operations = Map.groupBy(requests, ({ operation }) => operation)
  const units = requests.map(request => countUnits(request, reviewBytes))
  return {
    calls: Object.fromEntries([...operations].map(([name, of]) => [name, of.length]).toSorted()),
    writeUnits: units.reduce((sum, { write }) => sum + write, 0),
    readUnits: units.reduce((sum, { read }) => sum + read, 0),
  }
}

/** A write costs a unit for each KB that the item has, a consistent read one for each four. */
function countUnits({ service, operation, body }: AwsRequest, reviewBytes: number) {
  if (service !== 'dynamodb') return { read: 0, write: 0 }
  const { Item, Key } = tableCallSchema.parse(body)
  const isNewest = Key?.sk.S === 'newest'
  const bytes = Item ? sizeOfItem(Item) : isNewest ? 1 : reviewBytes
  const isRead = operation === 'GetItem' || operation === 'Query'
  return isRead ? { read: Math.ceil(bytes / 4096), write: 0 } : { read: 0, write: Math.ceil(bytes / 1024) }
}

/** CloudWatch adds 26 bytes to each line. */
export function weighLines(lines: readonly string[]) {
  const logBytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 26, 0)
  return { logLines: lines.length, logBytes }
}
