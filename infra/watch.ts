import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { WatchEnvironment } from '../functions/watch/settings.ts'
import { type ChannelSecrets, grantRead } from './channel-secrets.ts'
import { DoorFunction, type Logging, serviceEndpoint } from './door-function.ts'
import { countLines, event } from './line-metric.ts'
import type { ReviewTable } from './review-table.ts'

export interface WatchProps {
  readonly reviews: ReviewTable
  readonly secrets: ChannelSecrets
  readonly escalatedReviewHours: number
  readonly logging: Logging
}

/** Looks twice an hour for what no event announces, so that an alarm's period of an hour never misses a round. */
export class Watch extends Construct {
  readonly door: DoorFunction
  readonly metrics: ReturnType<typeof measure>

  constructor(scope: Construct, id: string, { reviews, secrets, ...props }: WatchProps) {
    super(scope, id)
    this.door = new DoorFunction(this, 'Door', {
      door: 'watch',
      description: 'Says which reviews wait too long for a person, and when the access to Coze expires',
      files: [],
      memoryMegabytes: 256,
      timeout: Duration.seconds(30),
      logging: props.logging,
      environment: {
        AWS_ENDPOINT_URL_DYNAMODB: serviceEndpoint('dynamodb'),
        AWS_ENDPOINT_URL_SECRETS_MANAGER: serviceEndpoint('secretsmanager'),
        COZE_CREDENTIALS_SECRET_ID: secrets.cozeCredentials.ref,
        REVIEW_TABLE_NAME: reviews.table.tableName,
        ESCALATED_REVIEW_HOURS: String(props.escalatedReviewHours),
      } satisfies WatchEnvironment,
    })
    this.metrics = measure(this.door.logGroup)
    grantRead(secrets.cozeCredentials, this.door.function)
    reviews.grantWork(this.door.function)
    new Rule(this, 'Rounds', {
      schedule: Schedule.rate(Duration.minutes(30)),
      targets: [new LambdaFunction(this.door.function)],
    })
  }
}

function measure(logGroup: LogGroup) {
  return {
    reviewsOverdue: countLines(logGroup, 'ReviewsOverdue', {
      pattern: event('reviews-overdue'),
      value: '$.message.overdue',
    }),
    credentialsExpiring: countLines(logGroup, 'CredentialsExpiring', {
      pattern: event('credentials-expiring'),
    }),
  }
}
