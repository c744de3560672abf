import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'

export type Key = { pk: string; sk: string }
/** In `when`, `#name` stands for an attribute and `:name` for a value of `set`, `add` or `values`. */
export type Change<T> = {
  set?: Partial<T>
  /** Set where the attribute is not there yet. */
  keep?: Partial<T>
  add?: Partial<T>
  remove?: readonly string[]
  when: string
  values?: Record<string, unknown>
}
export type Table = ReturnType<typeof createTable>

/** A DynamoDB table whose every write has a condition and whose every read of items is consistent and checked by a schema. */
export function createTable(client: DynamoDBClient, tableName: string) {
  return {
    async read<T>(key: Key, schema: z.ZodMiniType<T>): Promise<T | undefined> {
      const request = { TableName: tableName, Key: marshall(key), ConsistentRead: true }
      const { Item } = await client.send(new GetItemCommand(request))
      return Item === undefined ? undefined : readItem(Item, schema)
    },

    /** False where the key is taken. */
    async insert(item: Key & Record<string, unknown>): Promise<boolean> {
      const request = { TableName: tableName, Item: marshall(item, { removeUndefinedValues: true }) }
      const written = await ifCondition(
        client.send(new PutItemCommand({ ...request, ConditionExpression: 'attribute_not_exists(pk)' })),
      )
      return written !== undefined
    },

    /** The item as it is after the change, or undefined where the condition does not hold. */
    async update<T>(key: Key, change: Change<T>, schema: z.ZodMiniType<T>): Promise<T | undefined> {
      const request = { TableName: tableName, Key: marshall(key), ...express(change) }
      const written = await ifCondition(
        client.send(new UpdateItemCommand({ ...request, ReturnValues: 'ALL_NEW' })),
      )
      return written && readItem(written.Attributes ?? {}, schema)
    },

    /** All items of a partition whose sort key begins with the prefix. */
    async list<T>(pk: string, prefix: string, schema: z.ZodMiniType<T>): Promise<T[]> {
      const request = {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: marshall({ ':pk': pk, ':prefix': prefix }),
        ConsistentRead: true,
      }
      const items: T[] = []
      let page: QueryCommandOutput | undefined
      do {
        const start = page?.LastEvaluatedKey
        page = await client.send(new QueryCommand({ ...request, ExclusiveStartKey: start }))
        for (const item of page.Items ?? []) items.push(readItem(item, schema))
      } while (page.LastEvaluatedKey !== undefined)
      return items
    },
  }
}

export function readItem<T>(item: Record<string, AttributeValue>, schema: z.ZodMiniType<T>): T {
  return z.parse(schema, unmarshall(item))
}

async function ifCondition<T>(writing: Promise<T>): Promise<T | undefined> {
  try {
    return await writing
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined
    throw error
  }
}

/** Every attribute goes by a placeholder: `status` and `name` are among DynamoDB's reserved words. */
function express({ set: changes = {}, keep = {}, add = {}, remove = [], when, values = {} }: Change<object>) {
  const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const expression = [
    clause('SET', [
      ...Object.keys(set).map(name => `#${name} = :${name}`),
      ...Object.keys(keep).map(name => `#${name} = if_not_exists(#${name}, :${name})`),
    ]),
    clause(
      'ADD',
      Object.keys(add).map(name => `#${name} :${name}`),
    ),
    clause(
      'REMOVE',
      remove.map(name => `#${name}`),
    ),
  ]
    .join(' ')
    .trim()
  const names = [...`${expression} ${when}`.matchAll(/#(\w+)/g)].map(([token, name]) => [token, name])
  const named = Object.entries({ ...set, ...keep, ...add, ...values }).map(([name, value]) => [
    `:${name}`,
    value,
  ])
  return {
    UpdateExpression: expression,
    ConditionExpression: when,
    ExpressionAttributeNames: Object.fromEntries(names),
    ExpressionAttributeValues: marshall(Object.fromEntries(named), { removeUndefinedValues: true }),
  }
}

function clause(verb: string, actions: readonly string[]): string {
  return actions.length === 0 ? '' : `${verb} ${actions.join(', ')}`
}
