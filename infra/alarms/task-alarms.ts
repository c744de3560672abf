import { Duration } from 'aws-cdk-lib'
import { Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { ModerationWorker } from '../moderation-worker.ts'
import type { TaskQueue } from '../task-queue.ts'
import type { AlarmTopic } from './alarm-topic.ts'
import { ChannelAlarm } from './channel-alarm.ts'

export interface TaskAlarmsProps {
  readonly topic: AlarmTopic
  readonly tasks: TaskQueue
  readonly moderation: ModerationWorker
}

/** What can go wrong between the queue and a verdict. */
export class TaskAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic, tasks, moderation }: TaskAlarmsProps) {
    super(scope, id)
    const { logGroup: logs } = moderation.door
    const fiveMinutes = { statistic: Stats.MAXIMUM, period: Duration.minutes(5) }

    new ChannelAlarm(this, 'tasks-waiting', {
      topic,
      sentence: 'A publish has waited for its verdict for over a quarter of an hour.',
      metric: tasks.queue.metricApproximateAgeOfOldestMessage(fiveMinutes),
      // A bot that Coze does not find yet is tried for ten minutes, which is no reason to wake anybody.
      threshold: Duration.minutes(15).toSeconds(),
      tellsRecovery: true,
      logs,
      look: 'level in ["WARN", "ERROR"]',
    })
    new ChannelAlarm(this, 'dead-letters', {
      topic,
      sentence: 'Tasks that no further try would settle lie in the dead-letter queue.',
      metric: tasks.deadLetterQueue.metricApproximateNumberOfMessagesVisible(fiveMinutes),
      threshold: 1,
      // Two periods: somebody who looks at a letter takes it out of sight for a moment.
      periods: 2,
      tellsRecovery: true,
      logs,
      look: 'message.event in ["task-buried", "review-deadly"]',
    })
    new ChannelAlarm(this, 'tasks-keep-failing', {
      topic,
      sentence: 'The same tasks have failed again and again for over four minutes, and are tried further.',
      metric: moderation.metrics.keepFailing,
      threshold: 1,
      // At the longest delay, 270 to 300 seconds, even a single task shows in two of three periods.
      periods: 3,
      badPeriods: 2,
      tellsRecovery: true,
      logs,
      look: 'message.event = "task-postponed"',
    })
  }
}
