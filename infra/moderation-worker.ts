import { join } from 'node:path'
import { type Duration, Stack } from 'aws-cdk-lib'
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, type LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { ModerationEnvironment } from '../functions/moderation/settings.ts'
import { readPolicy } from '../functions/policy/read-policy.ts'
import { type ChannelSecrets, grantRead } from './channel-secrets.ts'
import { DoorFunction, type Logging, serviceEndpoint } from './door-function.ts'
import { grantApply, ModerationGuardrail } from './guardrail.ts'
import { countLines, event } from './line-metric.ts'
import type { ReviewTable } from './review-table.ts'
import type { ModeratorSettings } from './settings.ts'
import type { TaskQueue } from './task-queue.ts'

export interface ModerationWorkerProps {
  readonly reviews: ReviewTable
  readonly tasks: TaskQueue
  readonly secrets: ChannelSecrets
  readonly timeout: Duration
  readonly cozeApiBase: string
  readonly reasonLanguage: ModerationEnvironment['REASON_LANGUAGE']
  readonly retentionDays: number
  readonly answerTime: Duration
  readonly readProfile: boolean
  readonly moderators: readonly ModeratorSettings[]
  /** Reviews under way at once. */
  readonly concurrency: number
  readonly logging: Logging
}

/** Takes tasks off the queue, moderates, and tells Coze. */
export class ModerationWorker extends Construct {
  readonly door: DoorFunction
  readonly metrics: ReturnType<typeof measure>

  constructor(scope: Construct, id: string, props: ModerationWorkerProps) {
    super(scope, id)
    // The same check that the function makes: a mistake in the policy stops the deployment, not the moderation.
    readPolicy(join(import.meta.dirname, '..', 'policy'))

    this.door = this.createDoor(props)
    this.metrics = measure(this.door.logGroup)
    new EventSourceMapping(this, 'Source', {
      target: this.door.function,
      eventSourceArn: props.tasks.queue.queueArn,
      // One at a time: a slow or failing bot holds up nobody else.
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: props.concurrency,
    })
  }

  private createDoor({ reviews, tasks, secrets, ...props }: ModerationWorkerProps): DoorFunction {
    const moderators = props.moderators.map((moderator, index) => this.provide(moderator, index))
    const door = new DoorFunction(this, 'Door', {
      door: 'moderation',
      description: 'Moderates what was published and reports the verdicts to Coze',
      files: ['policy'],
      memoryMegabytes: 1024,
      timeout: props.timeout,
      logging: props.logging,
      environment: {
        AWS_ENDPOINT_URL_DYNAMODB: serviceEndpoint('dynamodb'),
        AWS_ENDPOINT_URL_SECRETS_MANAGER: serviceEndpoint('secretsmanager'),
        COZE_API_BASE: props.cozeApiBase,
        COZE_CREDENTIALS_SECRET_ID: secrets.cozeCredentials.ref,
        REVIEW_TABLE_NAME: reviews.table.tableName,
        TASK_QUEUE_URL: tasks.queue.queueUrl,
        DEAD_LETTER_QUEUE_URL: tasks.deadLetterQueue.queueUrl,
        RETENTION_DAYS: String(props.retentionDays),
        ANSWER_SECONDS: String(props.answerTime.toSeconds()),
        REASON_LANGUAGE: props.reasonLanguage,
        READ_PROFILE: props.readProfile ? 'yes' : 'no',
        MODERATORS: Stack.of(this).toJsonString(moderators),
        MODEL_KEYS_SECRET_ID: secrets.modelKeys.ref,
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: serviceEndpoint('bedrock-runtime'),
      } satisfies ModerationEnvironment,
    })
    grantRead(secrets.cozeCredentials, door.function)
    if (props.moderators.some(({ kind }) => kind === 'model-judge'))
      grantRead(secrets.modelKeys, door.function)
    for (const moderator of moderators)
      if (moderator.kind === 'bedrock-guardrail') grantApply(moderator.guardrailId, door.function)
    reviews.grantItems(door.function, 'dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:Query')
    tasks.queue.grant(
      door.function,
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ChangeMessageVisibility',
    )
    tasks.deadLetterQueue.grant(door.function, 'sqs:SendMessage')
    return door
  }

  /** Gives the settings of a moderator as its function takes them; a guardrail that does not exist yet is created. */
  private provide(moderator: ModeratorSettings, index: number) {
    if (moderator.kind === 'model-judge') return moderator
    const { guardrailId, guardrailVersion = 'DRAFT', guardrailProfile: profile, ...settings } = moderator
    if (guardrailId !== undefined) return { ...settings, guardrailId, guardrailVersion }
    const created = new ModerationGuardrail(this, `Guardrail${index}`, { profile })
    return { ...settings, guardrailId: created.guardrailId, guardrailVersion: created.guardrailVersion }
  }
}

/** What AWS does not measure by itself. */
function measure(logGroup: LogGroup) {
  return {
    // Delays double: the seventh try is put off by 128 seconds, the eighth by 230 and more, after four minutes of failing.
    keepFailing: countLines(logGroup, 'TasksKeepFailing', {
      pattern: event('task-postponed', FilterPattern.numberValue('$.message.delaySeconds', '>', 200)),
    }),
    reportsFailed: countLines(logGroup, 'ReportsFailed', { pattern: event('report-failed') }),
    credentialsRefused: countLines(logGroup, 'CredentialsRefused', {
      pattern: event('access-token-refused'),
    }),
  }
}
