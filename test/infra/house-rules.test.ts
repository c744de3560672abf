import { expect, test } from '@jest/globals'
import { Stack } from 'aws-cdk-lib'
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda'
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { CfnQueue } from 'aws-cdk-lib/aws-sqs'
import { createStack, everything } from './create-stack.ts'
import { HouseRules } from './house-rules.ts'

function listBreaches(stack: Stack): string[] {
  const { violations } = new HouseRules().validateScope(stack)
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  )
}

test('the stack keeps the rules of the house', () => {
  expect(listBreaches(createStack(everything))).toEqual([])
})

/** A stack of nothing but a queue and its consumer. */
function createConsumer({ visibility, timeout }: { visibility?: number; timeout?: number }) {
  const stack = new Stack(undefined, 'Stack')
  const logs = new CfnLogGroup(stack, 'Logs', { retentionInDays: 7 })
  const queue = new CfnQueue(
    stack,
    'Queue',
    visibility === undefined ? {} : { visibilityTimeout: visibility },
  )
  const consumer = new CfnFunction(stack, 'Function', {
    code: {},
    role: '',
    loggingConfig: { logGroup: logs.ref },
    ...(timeout === undefined ? {} : { timeout }),
  })
  new CfnEventSourceMapping(stack, 'Source', {
    functionName: consumer.ref,
    eventSourceArn: queue.attrArn,
  })
  return stack
}

test.each([
  ['six times the time-out', { visibility: 720, timeout: 120 }, []],
  ['a second less', { visibility: 719, timeout: 120 }, ['House-longVisibility Stack/Source']],
  ['what SQS and Lambda take by default', {}, []],
  ['the default of SQS and a longer time-out', { timeout: 6 }, ['House-longVisibility Stack/Source']],
])('a message that comes back after %s', (_what, times, breaches) => {
  expect(listBreaches(createConsumer(times))).toEqual(breaches)
})

test('a queue of another stack cannot be checked, which is a breach', () => {
  const stack = createConsumer({})
  new CfnEventSourceMapping(stack, 'Strange', { functionName: 'f', eventSourceArn: 'arn:strange' })
  expect(listBreaches(stack)).toEqual(['House-longVisibility Stack/Strange'])
})

test('an alarm that nobody hears is a breach, and so is one that is switched off', () => {
  const stack = new Stack(undefined, 'Stack')
  const metric = new Metric({ namespace: 'Test', metricName: 'Any' })
  const create = (id: string, actionsEnabled: boolean) =>
    new Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1, actionsEnabled })
  create('Silent', true)
  const action = new SnsAction(new Topic(stack, 'Topic'))
  create('Off', false).addAlarmAction(action)
  create('Heard', true).addAlarmAction(action)
  expect(listBreaches(stack)).toEqual([
    'House-alarmHeard Stack/Silent/Resource',
    'House-alarmHeard Stack/Off/Resource',
  ])
})

test('a function without a log group is a breach, and so is one whose log group forgets nothing', () => {
  const stack = new Stack(undefined, 'Stack')
  const endless = new CfnLogGroup(stack, 'Endless')
  const weekly = new CfnLogGroup(stack, 'Weekly', { retentionInDays: 7 })
  const create = (id: string, props: { loggingConfig?: { logGroup: string } }) =>
    new CfnFunction(stack, id, { code: {}, role: '', ...props })
  create('Lambdas', {})
  create('ForEver', { loggingConfig: { logGroup: endless.ref } })
  create('Strange', { loggingConfig: { logGroup: '/of/another/stack' } })
  create('Right', { loggingConfig: { logGroup: weekly.ref } })
  expect(listBreaches(stack)).toEqual([
    'House-logsForget Stack/Lambdas',
    'House-logsForget Stack/ForEver',
    'House-logsForget Stack/Strange',
  ])
})
