import {
  type CloudFormationClient,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation'
import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  GetMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'

export type Alarm = { readonly name: string; readonly isRinging: boolean }

/** What AWS watches, and one machine does not. */
export type Monitoring = {
  /** The alarms of the channel; undefined where there is nobody to raise one. */
  readonly listAlarms: () => Promise<readonly Alarm[] | undefined>
  /** How long the oldest task has been waiting, in seconds; undefined where nobody has measured it lately. */
  readonly measureOldestTask: (queueUrl: string) => Promise<number | undefined>
}

export const noMonitoring: Monitoring = {
  listAlarms: async () => undefined,
  measureOldestTask: async () => undefined,
}

type Clients = { readonly cloudformation: CloudFormationClient; readonly cloudwatch: CloudWatchClient }

export function createMonitoring({ cloudformation, cloudwatch }: Clients, stack: string): Monitoring {
  return {
    async listAlarms() {
      const names = await listAlarmNames(cloudformation, stack)
      const alarms: Alarm[] = []
      // As many as one call takes.
      for (let from = 0; from < names.length; from += 100)
        alarms.push(...(await describeAlarms(cloudwatch, names.slice(from, from + 100))))
      return alarms
    },
    measureOldestTask: queueUrl => measureOldestTask(cloudwatch, queueUrl),
  }
}

/** By what the stack consists of, for names begin alike where one channel is called main and another main-2. */
async function listAlarmNames(client: CloudFormationClient, stack: string): Promise<string[]> {
  const names: string[] = []
  for await (const page of paginateListStackResources({ client }, { StackName: stack }))
    for (const resource of page.StackResourceSummaries ?? []) names.push(...nameOfAlarm(resource))
  return names
}

function nameOfAlarm({ ResourceType, PhysicalResourceId }: StackResourceSummary): string[] {
  const isAlarm =
    ResourceType === 'AWS::CloudWatch::Alarm' || ResourceType === 'AWS::CloudWatch::CompositeAlarm'
  return isAlarm && PhysicalResourceId !== undefined ? [PhysicalResourceId] : []
}

async function describeAlarms(client: CloudWatchClient, names: string[]): Promise<Alarm[]> {
  // Without their types composite alarms are left out.
  const request: DescribeAlarmsCommandInput = {
    AlarmNames: names,
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    MaxRecords: 100,
  }
  const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(new DescribeAlarmsCommand(request))
  return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName = '', StateValue }) => ({
    name: AlarmName,
    isRinging: StateValue === 'ALARM',
  }))
}

/** SQS tells it to CloudWatch only, once a minute. */
async function measureOldestTask(client: CloudWatchClient, queueUrl: string): Promise<number | undefined> {
  const now = Date.now()
  const { MetricDataResults } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 15 * 60_000),
      EndTime: new Date(now),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        {
          Id: 'age',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/SQS',
              MetricName: 'ApproximateAgeOfOldestMessage',
              Dimensions: [{ Name: 'QueueName', Value: queueUrl.slice(queueUrl.lastIndexOf('/') + 1) }],
            },
            Period: 60,
            Stat: 'Maximum',
          },
        },
      ],
    }),
  )
  return MetricDataResults?.[0]?.Values?.[0]
}
