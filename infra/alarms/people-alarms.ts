import { Duration } from 'aws-cdk-lib'
import { Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { ModerationWorker } from '../moderation-worker.ts'
import type { Watch } from '../watch.ts'
import type { AlarmTopic } from './alarm-topic.ts'
import { ChannelAlarm } from './channel-alarm.ts'

export interface PeopleAlarmsProps {
  readonly topic: AlarmTopic
  readonly moderation: ModerationWorker
  readonly watch: Watch
  readonly escalatedReviewHours: number
}

/** What waits for people. */
export class PeopleAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic, moderation, watch, ...props }: PeopleAlarmsProps) {
    super(scope, id)
    new ChannelAlarm(this, 'reviews-overdue', {
      topic,
      sentence: `Escalated reviews have waited for a person for over ${props.escalatedReviewHours} hours.`,
      metric: watch.metrics.reviewsOverdue.with({ statistic: Stats.MAXIMUM, period: Duration.hours(1) }),
      threshold: 1,
      tellsRecovery: true,
      logs: moderation.door.logGroup,
      look: 'message.event = "verdict-recorded" and message.reviewStatus = "escalated"',
    })
  }
}
