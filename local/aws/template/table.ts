import type { CreateTableInput } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { formatArn } from '../local-account.ts'
import { count, givenName, type Properties, text, type Values, withoutMeaning } from './resource.ts'

const keySchema = z.array(z.strictObject({ AttributeName: text, KeyType: z.enum(['HASH', 'RANGE']) }))
const throughput = z.strictObject({ ReadCapacityUnits: count, WriteCapacityUnits: count }).optional()
const projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']),
  NonKeyAttributes: z.array(text).optional(),
})

/** Records do not expire here, and nothing can be restored. */
const tableProperties = z.strictObject({
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: text, AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  BillingMode: z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).optional(),
  GlobalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: text,
        KeySchema: keySchema,
        Projection: projection,
        ProvisionedThroughput: throughput,
        ContributorInsightsSpecification: withoutMeaning,
      }),
    )
    .optional(),
  KeySchema: keySchema,
  ProvisionedThroughput: throughput,
  TableName: withoutMeaning, // already in the values
  ContributorInsightsSpecification: withoutMeaning,
  DeletionProtectionEnabled: withoutMeaning,
  PointInTimeRecoverySpecification: withoutMeaning,
  SSESpecification: withoutMeaning,
  Tags: withoutMeaning,
  TimeToLiveSpecification: withoutMeaning,
})

/** As DynamoDB itself takes it to create the table. */
export type Table = CreateTableInput & { readonly TableName: string }

export function tableValues(id: string, properties: Properties) {
  const name = givenName(properties, 'TableName', id)
  return { Ref: name, Arn: formatArn('dynamodb', `table/${name}`) } satisfies Values
}

export function readTable(id: string, properties: Properties): Table {
  return { ...tableProperties.parse(properties), TableName: tableValues(id, properties).Ref }
}
