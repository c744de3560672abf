import { Duration, Stack } from 'aws-cdk-lib'
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { ChannelAlarms } from './alarms/channel-alarms.ts'
import type { CallbackApi } from './callback-api.ts'
import type { ModerationWorker } from './moderation-worker.ts'
import { verdictsQuery } from './saved-queries.ts'
import type { TaskQueue } from './task-queue.ts'
import type { Watch } from './watch.ts'

export interface ChannelDashboardProps {
  readonly callback: CallbackApi
  readonly tasks: TaskQueue
  readonly moderation: ModerationWorker
  readonly watch: Watch
  readonly alarms: ChannelAlarms
}

/** The way of a publish from top to bottom; above it, what is wrong. */
export class ChannelDashboard extends Construct {
  constructor(scope: Construct, id: string, props: ChannelDashboardProps) {
    super(scope, id)
    const alarms = props.alarms.list().map(({ alarm }) => alarm)
    new Dashboard(this, 'Dashboard', {
      dashboardName: Stack.of(this).stackName,
      defaultInterval: Duration.hours(12),
      widgets: [
        [new AlarmStatusWidget({ alarms, title: 'Alarms', width: 24, height: 5 })],
        ...showStation('Door: Coze calls', showDoor(props.callback)),
        ...showStation('Queue: tasks wait', showQueue(props.tasks)),
        ...showStation('Moderation: verdicts are made', showModeration(props)),
        ...showStation('Coze: verdicts are reported', showReports(props.moderation)),
        ...showStation('People: reviews wait', showPeople(props)),
      ],
    })
  }
}

/** A heading, and three widgets side by side. */
function showStation(title: string, widgets: readonly [IWidget, IWidget, IWidget]): IWidget[][] {
  return [[new TextWidget({ markdown: `## ${title}`, width: 24, height: 1 })], [...widgets]]
}

function showDoor({ api, metrics }: CallbackApi): [IWidget, IWidget, IWidget] {
  const count = { statistic: Stats.SUM, period: Duration.minutes(5) }
  return [
    graph('Callbacks', [api.metricCount(count), metrics.letIn, api.metricServerError(count)]),
    graph('Answer time (ms)', [
      api.metricLatency({ statistic: Stats.p(50) }),
      api.metricLatency({ statistic: Stats.p(99) }),
    ]),
    graph('Refused', [
      metrics.signaturesRefused,
      metrics.unreadable,
      metrics.turnedAway,
      api.metricClientError(count),
    ]),
  ]
}

function showQueue({ queue, deadLetterQueue }: TaskQueue): [IWidget, IWidget, IWidget] {
  return [
    graph('Oldest task (s)', [queue.metricApproximateAgeOfOldestMessage()]),
    graph('Tasks', [
      queue.metricApproximateNumberOfMessagesVisible(),
      queue.metricApproximateNumberOfMessagesNotVisible(),
      queue.metricApproximateNumberOfMessagesDelayed(),
    ]),
    graph('Dead letters', [deadLetterQueue.metricApproximateNumberOfMessagesVisible()]),
  ]
}

function showModeration({ callback, moderation, watch }: ChannelDashboardProps): [IWidget, IWidget, IWidget] {
  const { function: worker, logGroup } = moderation.door
  const functions = [callback.door, moderation.door, watch.door].map(door => door.function)
  return [
    graph('Time of a review (ms)', [
      worker.metricDuration({ statistic: Stats.p(50) }),
      worker.metricDuration({ statistic: Stats.p(99) }),
    ]),
    graph('Functions that break or are throttled', [
      ...functions.map(lambda => lambda.metricErrors()),
      ...functions.map(lambda => lambda.metricThrottles()),
    ]),
    table('Verdicts', logGroup, verdictsQuery),
  ]
}

function showReports({ metrics, door: { logGroup } }: ModerationWorker): [IWidget, IWidget, IWidget] {
  return [
    graph('Reports', [metrics.reportsFailed, metrics.keepFailing, metrics.credentialsRefused]),
    table('Tasks put off', logGroup, [
      'filter message.event = "task-postponed"',
      'stats count(*) as tries, max(message.delaySeconds) as seconds, latest(message.message) as last by message.error',
      'sort tries desc',
    ]),
    table('Reports that Coze refused', logGroup, [
      'filter message.event = "report-failed"',
      'stats count(*) as reports, latest(message.logId) as logId by message.code',
      'sort reports desc',
    ]),
  ]
}

function showPeople({ moderation, watch }: ChannelDashboardProps): [IWidget, IWidget, IWidget] {
  return [
    graph('Overdue reviews', [watch.metrics.reviewsOverdue.with({ statistic: Stats.MAXIMUM })]),
    table('Lately escalated', moderation.door.logGroup, [
      'filter message.event = "verdict-recorded" and message.reviewStatus = "escalated"',
      'display @timestamp, message.botId, message.rules',
      'sort @timestamp desc',
      'limit 20',
    ]),
    graph('Access to Coze', [watch.metrics.credentialsExpiring]),
  ]
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, leftYAxis: { min: 0, showUnits: false }, width: 8, height: 6 })
}

function table(title: string, logGroup: LogGroup, queryLines: string[]): LogQueryWidget {
  const view = LogQueryVisualizationType.TABLE
  return new LogQueryWidget({
    title,
    logGroupNames: [logGroup.logGroupName],
    queryLines,
    view,
    width: 8,
    height: 6,
  })
}
