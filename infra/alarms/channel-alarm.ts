import { Stack } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { CfnQueryDefinition, type LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { AlarmTopic } from './alarm-topic.ts'

export interface ChannelAlarmProps {
  readonly topic: AlarmTopic
  /** What is wrong, for somebody who was asleep a minute ago. */
  readonly sentence: string
  /** The section of the runbook. @default the name of the alarm */
  readonly section?: string
  readonly metric: IMetric
  readonly threshold: number
  /** `fewer`: too little is wrong, and nothing at all is too. @default 'atLeast' */
  readonly when?: 'atLeast' | 'fewer'
  /** Of so many periods. @default 1 */
  readonly periods?: number
  /** So many have to be bad. @default all of them */
  readonly badPeriods?: number
  /** Says so when it is over. Where single mishaps are counted, minutes without one prove nothing. @default false */
  readonly tellsRecovery?: boolean
  /** Where to look. */
  readonly logs: LogGroup
  /** What to look for there: a condition of Logs Insights. */
  readonly look: string
}

/** One thing that a person has to know of: the alarm, its section of the runbook, and the query to begin with. */
export class ChannelAlarm extends Construct {
  readonly alarm: Alarm

  /** The id is the name of the alarm, too. */
  constructor(
    scope: Construct,
    id: string,
    { topic, when = 'atLeast', periods = 1, ...props }: ChannelAlarmProps,
  ) {
    super(scope, id)
    const { stackName } = Stack.of(this)
    const query = `fields @timestamp, @message | filter ${props.look} | sort @timestamp desc | limit 100`
    const lines = [
      props.sentence,
      `Runbook: ${topic.runbookUrl}#${props.section ?? id}`,
      `Logs Insights: ${query}, in ${props.logs.logGroupName}`,
    ]
    this.alarm = new Alarm(this, 'Alarm', {
      alarmName: `${stackName}-${id}`,
      alarmDescription: lines.join('\n'),
      metric: props.metric,
      threshold: props.threshold,
      ...comparisons[when],
      evaluationPeriods: periods,
      datapointsToAlarm: props.badPeriods ?? periods,
    })
    this.alarm.addAlarmAction(new SnsAction(topic.sns))
    if (props.tellsRecovery === true) this.alarm.addOkAction(new SnsAction(topic.sns))
    new CfnQueryDefinition(this, 'Query', {
      name: `${stackName}/alarms/${id}`,
      queryString: query,
      logGroupNames: [props.logs.logGroupName],
    })
  }
}

const comparisons = {
  atLeast: {
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  },
  fewer: {
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
  },
}
