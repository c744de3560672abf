import { Duration } from 'aws-cdk-lib'
import { Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { CallbackApi } from '../callback-api.ts'
import type { AlarmTopic } from './alarm-topic.ts'
import { ChannelAlarm } from './channel-alarm.ts'

export interface DoorAlarmsProps {
  readonly topic: AlarmTopic
  readonly callback: CallbackApi
  /** So long no callback is worth an alarm. @default never */
  readonly silenceHours?: number | undefined
}

/** What can go wrong between Coze and the queue. */
export class DoorAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic, callback, silenceHours }: DoorAlarmsProps) {
    super(scope, id)
    const { api, door } = callback
    const logs = door.logGroup

    new ChannelAlarm(this, 'signatures-refused', {
      topic,
      sentence: 'Callbacks are refused because their signature does not match the verify tokens stored here.',
      metric: callback.metrics.signaturesRefused,
      // Who sends a well-formed signature has a token: a wrong one, or an old one.
      threshold: 1,
      logs,
      look: 'message.event = "callback-refused"',
    })
    new ChannelAlarm(this, 'callbacks-unreadable', {
      topic,
      sentence: 'Coze signs callbacks that this version cannot read: their publishes fail.',
      metric: callback.metrics.unreadable,
      threshold: 1,
      logs,
      look: 'message.refusal = "unreadable"',
    })
    new ChannelAlarm(this, 'callbacks-failing', {
      topic,
      sentence: 'Callbacks are answered with a 5xx: Coze has to send them again.',
      metric: api.metricServerError({ statistic: Stats.SUM, period: Duration.minutes(5) }),
      // One is a hiccup that the next sending makes good.
      threshold: 2,
      logs,
      look: 'level = "ERROR"',
    })
    new ChannelAlarm(this, 'callbacks-slow', {
      topic,
      sentence: 'One callback in a hundred is answered after more than three seconds.',
      metric: api.metricLatency({ statistic: Stats.p(99), period: Duration.minutes(5) }),
      // Coze waits ten seconds for the answer to a publish, and three for any other.
      threshold: 3_000,
      periods: 3,
      badPeriods: 2,
      tellsRecovery: true,
      logs: callback.accessLog,
      look: 'latencyMs > 1000',
    })
    new ChannelAlarm(this, 'url-throttled', {
      topic,
      sentence: 'The callback URL turns requests away with 429: there are more than it lets through.',
      section: 'throttled',
      metric: callback.metrics.turnedAway,
      threshold: 1,
      logs: callback.accessLog,
      look: 'status = 429',
    })
    if (silenceHours === undefined) return
    new ChannelAlarm(this, 'silence', {
      topic,
      sentence: `For ${silenceHours} hours Coze has sent no callback that was let in.`,
      metric: callback.metrics.letIn.with({ period: Duration.hours(1) }),
      threshold: 1,
      when: 'fewer',
      periods: silenceHours,
      tellsRecovery: true,
      logs: callback.accessLog,
      look: 'route = "POST /callback"',
    })
  }
}
