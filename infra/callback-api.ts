import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { FilterPattern, LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { CallbackEnvironment } from '../functions/callback/settings.ts'
import { type ChannelSecrets, grantRead } from './channel-secrets.ts'
import { DoorFunction, type Logging, serviceEndpoint } from './door-function.ts'
import { countLines, event } from './line-metric.ts'
import type { ReviewTable } from './review-table.ts'
import type { TaskQueue } from './task-queue.ts'

export interface CallbackApiProps {
  readonly reviews: ReviewTable
  readonly tasks: TaskQueue
  readonly secrets: ChannelSecrets
  readonly retentionDays: number
  readonly maxBodyKilobytes: number
  readonly requestsPerSecond: number
  readonly requestBurst: number
  readonly logging: Logging
}

/** The URL that Coze calls: an HTTP API with one route, and the function behind it. */
export class CallbackApi extends Construct {
  readonly url: string
  readonly api: HttpApi
  readonly door: DoorFunction
  readonly accessLog: LogGroup
  readonly metrics: ReturnType<typeof measure>

  constructor(scope: Construct, id: string, props: CallbackApiProps) {
    super(scope, id)
    this.door = this.createDoor(props)

    this.api = new HttpApi(this, 'Api', { createDefaultStage: false })
    this.api.addRoutes({
      path: '/callback',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Callback', this.door.function),
    })
    this.accessLog = new LogGroup(this, 'AccessLog', {
      retention: props.logging.retention,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: props.requestsPerSecond, burstLimit: props.requestBurst },
      accessLogSettings: { destination: new LogGroupLogDestination(this.accessLog), format: accessLogFormat },
    })
    this.url = `${this.api.apiEndpoint}/callback`
    this.metrics = measure(this.door.logGroup, this.accessLog)
  }

  private createDoor({ reviews, tasks, secrets, ...props }: CallbackApiProps): DoorFunction {
    const door = new DoorFunction(this, 'Door', {
      door: 'callback',
      description: 'Verifies, records, queues and answers the callbacks of Coze',
      handler: 'main.handler',
      lightAwsClients: true,
      files: ['functions/callback/main.mjs'],
      // A third of a core: an answer takes some milliseconds of it.
      memoryMegabytes: 512,
      // The function itself answers 503 after eight seconds; Coze waits ten.
      timeout: Duration.seconds(10),
      logging: props.logging,
      environment: {
        AWS_ENDPOINT_URL_DYNAMODB: serviceEndpoint('dynamodb'),
        AWS_ENDPOINT_URL_SECRETS_MANAGER: serviceEndpoint('secretsmanager'),
        CALLBACK_TOKENS_SECRET_ID: secrets.callbackTokens.ref,
        REVIEW_TABLE_NAME: reviews.table.tableName,
        TASK_QUEUE_URL: tasks.queue.queueUrl,
        RETENTION_DAYS: String(props.retentionDays),
        MAX_BODY_BYTES: String(props.maxBodyKilobytes * 1024),
      } satisfies CallbackEnvironment,
    })
    grantRead(secrets.callbackTokens, door.function)
    reviews.grantItems(door.function, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem')
    tasks.queue.grant(door.function, 'sqs:SendMessage')
    return door
  }
}

/** Who asked, how it ended and how long it took: no header and no body. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    ip: '$context.identity.sourceIp',
    route: '$context.routeKey',
    status: '$context.status',
    latencyMs: '$context.responseLatency',
    integrationLatencyMs: '$context.integrationLatency',
    integrationError: '$context.integrationErrorMessage',
  }),
)

/** What AWS does not measure by itself. */
function measure(logGroup: LogGroup, accessLog: LogGroup) {
  const refusal = (name: string) => FilterPattern.stringValue('$.message.refusal', '=', name)
  const status = (code: string) => FilterPattern.stringValue('$.status', '=', code)
  return {
    // Not those without any signature: whoever finds the URL can send them.
    signaturesRefused: countLines(logGroup, 'SignaturesRefused', {
      pattern: event(
        'callback-refused',
        FilterPattern.any(refusal('wrong-signature'), refusal('malformed-signature')),
      ),
    }),
    unreadable: countLines(logGroup, 'CallbacksUnreadable', {
      pattern: event('callback-refused', refusal('unreadable')),
    }),
    letIn: countLines(accessLog, 'CallbacksLetIn', { pattern: status('200') }),
    turnedAway: countLines(accessLog, 'CallbacksTurnedAway', { pattern: status('429') }),
  }
}
