import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { expect, test } from '@jest/globals'
import { clientSettings } from '../../../local/aws/local-account.ts'
import { createMonitoring } from '../../../operator/channel/monitoring.ts'
import { answerJson, serve } from '../../serve.ts'
import { serveCloudFormation } from '../../stand-ins/cloudformation-server.ts'

/** A stack with these resources, beside a CloudWatch that answers so. */
async function open(resources: Parameters<typeof serveCloudFormation>[0]['resources'], answer: object) {
  const stacks = await serveCloudFormation({ name: 'coze-review-main', ...(resources ? { resources } : {}) })
  const watch = await serve((_request, response) => answerJson(response, 200, answer))
  const cloudformation = new CloudFormationClient(clientSettings(stacks.url))
  const cloudwatch = new CloudWatchClient(clientSettings(watch.url))
  return {
    monitoring: createMonitoring({ cloudformation, cloudwatch }, 'coze-review-main'),
    asked: () =>
      watch.requests.map(({ headers, body }) => [
        String(headers['x-amz-target']).replace(/.*\./, ''),
        JSON.parse(body),
      ]),
    async [Symbol.asyncDispose]() {
      cloudformation.destroy()
      cloudwatch.destroy()
      await stacks[Symbol.asyncDispose]()
      await watch[Symbol.asyncDispose]()
    },
  }
}

test('the alarms of the stack, and no others, are asked for by name, on every page of its resources', async () => {
  await using world = await open(
    [
      [
        ['AWS::CloudWatch::Alarm', 'coze-review-main-Dead-1'],
        ['AWS::SQS::Queue', 'queue'],
      ],
      [['AWS::CloudWatch::CompositeAlarm', 'all-of-main']],
    ],
    {
      MetricAlarms: [{ AlarmName: 'coze-review-main-Dead-1', StateValue: 'ALARM' }],
      CompositeAlarms: [{ AlarmName: 'all-of-main', StateValue: 'INSUFFICIENT_DATA' }],
    },
  )
  expect(await world.monitoring.listAlarms()).toEqual([
    { name: 'coze-review-main-Dead-1', isRinging: true },
    { name: 'all-of-main', isRinging: false },
  ])
  expect(world.asked()).toEqual([
    [
      'DescribeAlarms',
      {
        AlarmNames: ['coze-review-main-Dead-1', 'all-of-main'],
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: 100,
      },
    ],
  ])
})

test('a stack without alarms has none, and CloudWatch is not asked for all of the account', async () => {
  await using world = await open([[['AWS::SQS::Queue', 'queue']]], { MetricAlarms: [{ AlarmName: 'other' }] })
  expect(await world.monitoring.listAlarms()).toEqual([])
  expect(world.asked()).toEqual([])
})

test('the age of the oldest task is the last that was measured of the queue', async () => {
  await using world = await open([], { MetricDataResults: [{ Id: 'age', Values: [75, 15] }] })
  expect(await world.monitoring.measureOldestTask('https://sqs.example/1/Tasks.fifo')).toBe(75)
  expect(world.asked()).toMatchObject([
    [
      'GetMetricData',
      {
        ScanBy: 'TimestampDescending',
        MetricDataQueries: [
          {
            MetricStat: {
              Metric: {
                Namespace: 'AWS/SQS',
                MetricName: 'ApproximateAgeOfOldestMessage',
                Dimensions: [{ Name: 'QueueName', Value: 'Tasks.fifo' }],
              },
              Stat: 'Maximum',
            },
          },
        ],
      },
    ],
  ])
})

test('an age that nobody has measured is not known', async () => {
  await using world = await open([], { MetricDataResults: [{ Id: 'age', Values: [] }] })
  expect(await world.monitoring.measureOldestTask('https://sqs.example/1/Tasks.fifo')).toBeUndefined()
})
