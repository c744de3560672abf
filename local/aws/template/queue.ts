import * as z from 'zod'
import { account, formatArn } from '../local-account.ts'
import {
  count,
  givenName,
  type LocalWorld,
  type Properties,
  text,
  type Values,
  withoutMeaning,
} from './resource.ts'

export type Queue = {
  readonly name: string
  readonly arn: string
  readonly url: string
  /** As SQS itself takes them: texts by the names that the template uses too. */
  readonly attributes: Readonly<Record<string, string>>
}

const queueProperties = z.strictObject({
  ContentBasedDeduplication: z.boolean().optional(),
  DeduplicationScope: text.optional(),
  DelaySeconds: count.optional(),
  FifoQueue: z.boolean().optional(),
  FifoThroughputLimit: text.optional(),
  MaximumMessageSize: count.optional(),
  MessageRetentionPeriod: count.optional(),
  ReceiveMessageWaitTimeSeconds: count.optional(),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: text, maxReceiveCount: count }).optional(),
  VisibilityTimeout: count.optional(),
  QueueName: withoutMeaning, // already in the values
  KmsMasterKeyId: withoutMeaning,
  RedriveAllowPolicy: withoutMeaning,
  SqsManagedSseEnabled: withoutMeaning,
  Tags: withoutMeaning,
})

export function queueValues(id: string, properties: Properties, { sqsUrl }: LocalWorld) {
  const given = givenName(properties, 'QueueName', id)
  const name = properties.FifoQueue === true && !given.endsWith('.fifo') ? `${given}.fifo` : given
  const url = `${sqsUrl}/${account}/${name}`
  return { Ref: url, Arn: formatArn('sqs', name), QueueName: name, QueueUrl: url } satisfies Values
}

export function readQueue(id: string, properties: Properties, world: LocalWorld): Queue {
  const { QueueName: name, Arn: arn, QueueUrl: url } = queueValues(id, properties, world)
  return { name, arn, url, attributes: formatAttributes(queueProperties.parse(properties)) }
}

function formatAttributes(attributes: object): Record<string, string> {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([key, value]) => [key, formatAttribute(value)]))
}

function formatAttribute(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
