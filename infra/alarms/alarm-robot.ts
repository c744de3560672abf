import { Duration } from 'aws-cdk-lib'
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager'
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { AlarmRobotEnvironment } from '../../functions/alarm-robot/settings.ts'
import { grantRead } from '../channel-secrets.ts'
import { DoorFunction, type Logging, serviceEndpoint } from '../door-function.ts'
import type { AlarmTopic } from './alarm-topic.ts'

export interface AlarmRobotProps {
  readonly topic: AlarmTopic
  readonly kind: AlarmRobotEnvironment['ALARM_ROBOT']
  readonly logging: Logging
}

/** Tells a group of people through its robot. The address of the robot is a secret, which the operator stores. */
export class AlarmRobot extends Construct {
  readonly door: DoorFunction
  readonly webhook: CfnSecret

  constructor(scope: Construct, id: string, { topic, kind, logging }: AlarmRobotProps) {
    super(scope, id)
    this.webhook = new CfnSecret(this, 'Webhook', {
      description: 'Webhook of the group robot that is told of alarms: {"url":"https://..."}',
    })
    this.door = new DoorFunction(this, 'Door', {
      logging,
      door: 'alarm-robot',
      description: 'Passes alarms on to the robot of a group',
      files: [],
      memoryMegabytes: 256,
      timeout: Duration.seconds(20),
      environment: {
        AWS_ENDPOINT_URL_SECRETS_MANAGER: serviceEndpoint('secretsmanager'),
        ALARM_ROBOT: kind,
        ALARM_WEBHOOK_SECRET_ID: this.webhook.ref,
      } satisfies AlarmRobotEnvironment,
    })
    grantRead(this.webhook, this.door.function)
    topic.sns.addSubscription(new LambdaSubscription(this.door.function))
  }
}
