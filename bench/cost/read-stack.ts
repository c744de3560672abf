import * as z from 'zod'

/** What of the synthesized stack has a price or a limit. */
export type StackFacts = {
  readonly callbackMegabytes: number
  readonly moderationMegabytes: number
  readonly architecture: 'arm64' | 'x86_64'
  readonly isTraced: boolean
  readonly readsProfile: boolean
  readonly retentionDays: number
  readonly logRetentionDays: number
  /** Of a line of the access log; its format is as long as what comes of it. */
  readonly accessLogBytes: number
  readonly requestsPerSecond: number
  readonly moderationConcurrency: number
  readonly isHighThroughputQueue: boolean
  readonly secrets: number
  readonly alarms: number
  readonly metrics: number
  readonly dashboards: number
}

const templateSchema = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown().optional() })),
})
type Resources = z.infer<typeof templateSchema>['Resources']

const functionSchema = z.object({
  MemorySize: z.number(),
  Architectures: z.tuple([z.enum(['arm64', 'x86_64'])]),
  TracingConfig: z.object({ Mode: z.string() }).optional(),
})
const callbackSchema = functionSchema.extend({
  Environment: z.object({ Variables: z.object({ RETENTION_DAYS: z.coerce.number() }) }),
})
const moderationSchema = functionSchema.extend({
  Environment: z.object({ Variables: z.object({ READ_PROFILE: z.enum(['yes', 'no']) }) }),
})
const stageSchema = z.object({
  AccessLogSettings: z.object({ Format: z.string() }),
  DefaultRouteSettings: z.object({ ThrottlingRateLimit: z.number() }),
})
const sourceSchema = z.object({ ScalingConfig: z.object({ MaximumConcurrency: z.number() }) })
const logGroupSchema = z.object({ RetentionInDays: z.number() })
const queueSchema = z.object({ DeduplicationScope: z.string(), FifoThroughputLimit: z.string() })

export function readStack(template: unknown): StackFacts {
  const { Resources } = templateSchema.parse(template)
  const find = <T>(type: string, name: string, schema: z.ZodType<T>) =>
    schema.parse(findProperties(Resources, type, name))
  const callback = find('AWS::Lambda::Function', 'CallbackDoorFunction', callbackSchema)
  const moderation = find('AWS::Lambda::Function', 'ModerationDoorFunction', moderationSchema)
  const stage = find('AWS::ApiGatewayV2::Stage', 'CallbackStage', stageSchema)
  const queue = find('AWS::SQS::Queue', 'QueueTasks', queueSchema)
  return {
    callbackMegabytes: callback.MemorySize,
    moderationMegabytes: moderation.MemorySize,
    architecture: callback.Architectures[0],
    isTraced: callback.TracingConfig?.Mode === 'Active',
    readsProfile: moderation.Environment.Variables.READ_PROFILE === 'yes',
    retentionDays: callback.Environment.Variables.RETENTION_DAYS,
    logRetentionDays: find('AWS::Logs::LogGroup', 'CallbackDoorLogs', logGroupSchema).RetentionInDays,
    accessLogBytes: Buffer.byteLength(stage.AccessLogSettings.Format),
    requestsPerSecond: stage.DefaultRouteSettings.ThrottlingRateLimit,
    moderationConcurrency: find('AWS::Lambda::EventSourceMapping', 'ModerationSource', sourceSchema)
      .ScalingConfig.MaximumConcurrency,
    isHighThroughputQueue:
      queue.DeduplicationScope === 'messageGroup' && queue.FifoThroughputLimit === 'perMessageGroupId',
    secrets: countType(Resources, 'AWS::SecretsManager::Secret'),
    alarms: countType(Resources, 'AWS::CloudWatch::Alarm'),
    metrics: countType(Resources, 'AWS::Logs::MetricFilter'),
    dashboards: countType(Resources, 'AWS::CloudWatch::Dashboard'),
  }
}

/** By the logical id, without the letters that CDK hangs on it. */
function findProperties(resources: Resources, type: string, name: string): unknown {
  const ofType = Object.entries(resources).filter(([, { Type }]) => Type === type)
  const found = ofType.find(([id]) => id.replace(/[0-9A-F]{8}$/, '') === name)
  if (found === undefined) throw new Error(`the stack has no ${type} called ${name}`)
  return found[1].Properties
}

function countType(resources: Resources, type: string): number {
  return Object.values(resources).filter(({ Type }) => Type === type).length
}
