import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Match, Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import { createStack, everything } from './create-stack.ts'

const template = Template.fromStack(createStack(everything))

const joined = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) })
const alarmSchema = z.object({
  Properties: z.object({
    AlarmName: z.string(),
    AlarmDescription: joined.transform(({ 'Fn::Join': [, parts] }) =>
      parts.map(part => (typeof part === 'string' ? part : JSON.stringify(part))).join(''),
    ),
  }),
})

/** Name, sentence, section and query of every alarm. */
function readAlarms(from: Template) {
  return Object.values(from.findResources('AWS::CloudWatch::Alarm')).map(alarm => {
    const { AlarmName, AlarmDescription } = alarmSchema.parse(alarm).Properties
    const [sentence = '', runbook = '', logs = '', ...rest] = AlarmDescription.split('\n')
    expect(rest).toEqual([])
    const [link = '', section = ''] = runbook.split('#')
    return { name: AlarmName.replace('Channel-', ''), sentence, link, section, logs }
  })
}
const alarms = readAlarms(template)

test('every alarm has a section of the runbook, and every section an alarm', () => {
  const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8')
  const sections = [...runbook.matchAll(/^## (.+)$/gm)].map(([, section]) => section)
  expect(sections.toSorted()).toEqual([...new Set(alarms.map(({ section }) => section))].toSorted())
})

test('the links inside the runbook lead somewhere', () => {
  const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8')
  const anchors = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)
  const sections = alarms.map(({ section }) => section)
  expect(anchors.filter(anchor => !sections.includes(anchor ?? ''))).toEqual([])
})

test.each(alarms)('$name says what is wrong in one sentence, and where to look', alarm => {
  expect(alarm.sentence).toMatch(/^[A-Z][^\n]{20,120}\.$/)
  expect(alarm.link).toBe('Runbook: docs/runbook.md')
  expect(alarm.logs).toMatch(
    /^Logs Insights: fields @timestamp, @message \| filter .+, in \{"Ref":"\w+Log\w+"\}$/,
  )
})

test('the query of every alarm is saved under its name', () => {
  for (const { name, logs } of alarms)
    template.hasResourceProperties('AWS::Logs::QueryDefinition', {
      Name: `Channel/alarms/${name}`,
      QueryString: logs.slice('Logs Insights: '.length, logs.lastIndexOf(', in ')),
    })
})

test('every way that a publish can get stuck has its alarm', () => {
  expect(alarms.map(({ name }) => name).toSorted()).toEqual([
    'alarm-robot-breaks',
    'alarm-robot-throttled',
    'callback-breaks',
    'callback-throttled',
    'callbacks-failing',
    'callbacks-slow',
    'callbacks-unreadable',
    'credentials-expiring',
    'credentials-refused',
    'dead-letters',
    'moderation-breaks',
    'moderation-throttled',
    'reports-failed',
    'reviews-overdue',
    'signatures-refused',
    'silence',
    'tasks-keep-failing',
    'tasks-waiting',
    'url-throttled',
    'watch-breaks',
    'watch-throttled',
  ])
})

const find = (name: string, properties: Record<string, unknown>) =>
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: `Channel-${name}`, ...properties })

test('the answer to a callback is slow when the slowest in a hundred takes three seconds', () => {
  find('callbacks-slow', { Namespace: 'AWS/ApiGateway', ExtendedStatistic: 'p99', Threshold: 3_000 })
})

test('dead letters count where they lie for two periods, those taken up by somebody do not', () => {
  find('dead-letters', { MetricName: 'ApproximateNumberOfMessagesVisible', EvaluationPeriods: 2 })
})

test('it is silent when not one callback was let in, or no line was written at all', () => {
  find('silence', {
    MetricName: 'CallbacksLetIn',
    Period: 3_600,
    EvaluationPeriods: 24,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  })
})

test('where a state can be over, its end is told; where mishaps are counted, it is not', () => {
  find('tasks-keep-failing', { OKActions: [Match.anyValue()] })
  find('reports-failed', { OKActions: Match.absent() })
})

test('an alarm about the robot does not tell its end, for the robot would fail at that again', () => {
  find('alarm-robot-breaks', { OKActions: Match.absent() })
})

test('alarms reach the topic, and nothing else of CloudWatch of another account does', () => {
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    },
  })
})

test('the operator is written to, and the robot called', () => {
  template.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'operator@example.com',
  })
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'lambda' })
  template.hasOutput('AlarmRobotSecret', {})
})

test('without settings nobody is told, no robot is there, and silence is nothing', () => {
  const plain = Template.fromStack(createStack())
  plain.resourceCountIs('AWS::SNS::Subscription', 0)
  plain.resourceCountIs('AWS::Lambda::Function', 3)
  expect(readAlarms(plain).map(({ name }) => name)).not.toContain('silence')
})

test('alarms link the runbook where people read it', () => {
  const [alarm] = readAlarms(Template.fromStack(createStack({ runbookUrl: 'https://wiki.example/runbook' })))
  expect(alarm).toMatchObject({ link: 'Runbook: https://wiki.example/runbook' })
})
