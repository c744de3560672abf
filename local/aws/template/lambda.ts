import * as z from 'zod'
import { formatArn } from '../local-account.ts'
import {
  count,
  givenName,
  type LocalWorld,
  type Properties,
  text,
  type Values,
  withoutMeaning,
} from './resource.ts'

export type FunctionDefinition = {
  readonly name: string
  readonly arn: string
  readonly handler: string
  readonly directory: string
  readonly timeoutSeconds: number
  readonly memoryMegabytes: number
  readonly environment: Readonly<Record<string, string>>
  readonly logLevel: LogLevel | undefined
  readonly reservedConcurrency: number | undefined
}

const logLevel = z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'])
type LogLevel = z.infer<typeof logLevel>

/** The defaults are Lambda's own. */
const functionProperties = z.strictObject({
  Code: z.strictObject({ S3Key: text, S3Bucket: withoutMeaning }),
  Handler: text,
  Runtime: text.startsWith('nodejs'),
  Timeout: count.default(3),
  MemorySize: count.default(128),
  Environment: z.strictObject({ Variables: z.record(text, text) }).default({ Variables: {} }),
  ReservedConcurrentExecutions: count.optional(),
  LoggingConfig: z
    .strictObject({
      ApplicationLogLevel: logLevel.optional(),
      LogFormat: withoutMeaning, // each line is JSON here
      LogGroup: withoutMeaning,
      SystemLogLevel: withoutMeaning,
    })
    .optional(),
  FunctionName: withoutMeaning, // already in the values
  Architectures: withoutMeaning,
  Description: withoutMeaning,
  Role: withoutMeaning,
  RuntimeManagementConfig: withoutMeaning,
  Tags: withoutMeaning,
  TracingConfig: withoutMeaning,
})

export function functionValues(id: string, properties: Properties) {
  const name = givenName(properties, 'FunctionName', id)
  return { Ref: name, Arn: formatArn('lambda', `function:${name}`) } satisfies Values
}

export function readFunction(id: string, properties: Properties, { assets }: LocalWorld): FunctionDefinition {
  const { Ref: name, Arn: arn } = functionValues(id, properties)
  const given = functionProperties.parse(properties)
  const directory = assets[given.Code.S3Key]
  if (!directory) throw new Error(`the code ${given.Code.S3Key} is not among the assets`)
  return {
    name,
    arn,
    handler: given.Handler,
    directory,
    timeoutSeconds: given.Timeout,
    memoryMegabytes: given.MemorySize,
    environment: given.Environment.Variables,
    logLevel: given.LoggingConfig?.ApplicationLogLevel,
    reservedConcurrency: given.ReservedConcurrentExecutions,
  }
}

export type EventSourceMapping = {
  readonly queueArn: string
  /** The function's name, or its ARN. */
  readonly functionName: string
  readonly batchSize: number
  readonly maximumConcurrency: number | undefined
  readonly reportsBatchItemFailures: boolean
}

const mappingProperties = z.strictObject({
  EventSourceArn: text,
  FunctionName: text,
  BatchSize: count.max(10).default(10), // as many as one call to SQS gives
  Enabled: z.literal(true).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z.strictObject({ MaximumConcurrency: count }).optional(),
  MetricsConfig: withoutMeaning,
  Tags: withoutMeaning,
})

export function readEventSourceMapping(_id: string, properties: Properties): EventSourceMapping {
  const given = mappingProperties.parse(properties)
  return {
    queueArn: given.EventSourceArn,
    functionName: given.FunctionName,
    batchSize: given.BatchSize,
    maximumConcurrency: given.ScalingConfig?.MaximumConcurrency,
    reportsBatchItemFailures: given.FunctionResponseTypes.length > 0,
  }
}
