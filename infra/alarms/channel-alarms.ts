import { Construct } from 'constructs'
import type { CallbackApi } from '../callback-api.ts'
import type { Logging } from '../door-function.ts'
import type { ModerationWorker } from '../moderation-worker.ts'
import type { ChannelSettings } from '../settings.ts'
import type { TaskQueue } from '../task-queue.ts'
import type { Watch } from '../watch.ts'
import { AlarmRobot } from './alarm-robot.ts'
import { AlarmTopic } from './alarm-topic.ts'
import { ChannelAlarm } from './channel-alarm.ts'
import { CozeAlarms } from './coze-alarms.ts'
import { DoorAlarms } from './door-alarms.ts'
import { FunctionAlarms } from './function-alarms.ts'
import { PeopleAlarms } from './people-alarms.ts'
import { TaskAlarms } from './task-alarms.ts'

export interface ChannelAlarmsProps {
  readonly callback: CallbackApi
  readonly tasks: TaskQueue
  readonly moderation: ModerationWorker
  readonly watch: Watch
  readonly settings: ChannelSettings
  readonly logging: Logging
}

/** All alarms in the order of a publish's way, and who is told. */
export class ChannelAlarms extends Construct {
  readonly topic: AlarmTopic
  /** @default no group is told */
  readonly robot?: AlarmRobot

  constructor(scope: Construct, id: string, { settings, ...props }: ChannelAlarmsProps) {
    super(scope, id)
    const { escalatedReviewHours, silenceHours, runbookUrl, alarmEmail: email, alarmRobot } = settings
    const topic = new AlarmTopic(this, 'Topic', { email, runbookUrl })
    new DoorAlarms(this, 'Door', { ...props, topic, silenceHours })
    new TaskAlarms(this, 'Tasks', { ...props, topic })
    new CozeAlarms(this, 'Coze', { ...props, topic })
    new PeopleAlarms(this, 'People', { ...props, topic, escalatedReviewHours })

    const watchFunction = (name: string, { door }: Pick<Watch, 'door'>) =>
      new FunctionAlarms(this, name, { topic, name, door })
    watchFunction('callback', props.callback)
    watchFunction('moderation', props.moderation)
    watchFunction('watch', props.watch)

    this.topic = topic
    if (alarmRobot === undefined) return
    this.robot = new AlarmRobot(this, 'Robot', { ...props, topic, kind: alarmRobot })
    watchFunction('alarm-robot', this.robot)
  }

  list(): ChannelAlarm[] {
    return this.node.findAll().filter(construct => construct instanceof ChannelAlarm)
  }
}
