import { Duration } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import type { ModerationWorker } from '../moderation-worker.ts'
import type { Watch } from '../watch.ts'
import type { AlarmTopic } from './alarm-topic.ts'
import { ChannelAlarm } from './channel-alarm.ts'

export interface CozeAlarmsProps {
  readonly topic: AlarmTopic
  readonly moderation: ModerationWorker
  readonly watch: Watch
}

/** What can go wrong between a verdict and Coze. */
export class CozeAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic, moderation, watch }: CozeAlarmsProps) {
    super(scope, id)
    const { logGroup: logs } = moderation.door

    new ChannelAlarm(this, 'reports-failed', {
      topic,
      sentence:
        'Coze refused a verdict for good: its publish stays in review until somebody mends the cause.',
      metric: moderation.metrics.reportsFailed,
      threshold: 1,
      logs,
      look: 'message.event = "report-failed"',
    })
    new ChannelAlarm(this, 'credentials-refused', {
      topic,
      sentence: 'Coze refuses our access token: no verdict gets through until a valid one is stored.',
      metric: moderation.metrics.credentialsRefused,
      threshold: 1,
      // Two tries of a task lie up to five minutes apart: that is no recovery.
      periods: 3,
      badPeriods: 1,
      tellsRecovery: true,
      logs,
      look: 'message.event = "access-token-refused"',
    })
    new ChannelAlarm(this, 'credentials-expiring', {
      topic,
      sentence: 'The access token to Coze expires within a week, or its date cannot be read.',
      metric: watch.metrics.credentialsExpiring.with({ period: Duration.hours(1) }),
      threshold: 1,
      tellsRecovery: true,
      logs: watch.door.logGroup,
      look: 'message.event = "credentials-expiring"',
    })
  }
}
