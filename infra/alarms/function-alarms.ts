import { Duration } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import type { DoorFunction } from '../door-function.ts'
import type { AlarmTopic } from './alarm-topic.ts'
import { ChannelAlarm } from './channel-alarm.ts'

export interface FunctionAlarmsProps {
  readonly topic: AlarmTopic
  /** The function as people call it, as in callback. */
  readonly name: string
  readonly door: DoorFunction
}

/** What can go wrong with any function, whatever it does. */
export class FunctionAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic, name, door }: FunctionAlarmsProps) {
    super(scope, id)
    const period = Duration.minutes(5)

    new ChannelAlarm(this, `${name}-breaks`, {
      topic,
      sentence: `The ${name} function died in the middle of its work, or could not start.`,
      section: 'functions-break',
      metric: door.function.metricErrors({ period }),
      // What can be expected to fail is logged and answered for. This is the rest.
      threshold: 1,
      logs: door.logGroup,
      look: 'level in ["ERROR", "FATAL"] or ispresent(type)',
    })
    new ChannelAlarm(this, `${name}-throttled`, {
      topic,
      sentence: `The ${name} function is not started: all the concurrency of the account is in use.`,
      section: 'throttled',
      metric: door.function.metricThrottles({ period }),
      threshold: 1,
      logs: door.logGroup,
      look: 'ispresent(type)',
    })
  }
}
