import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Template } from 'aws-cdk-lib/assertions'
import { createStack } from './create-stack.ts'

const template = Template.fromStack(createStack())

test('the dashboard shows the way of a publish from top to bottom, and above it what is wrong', () => {
  const body = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'))
  const headings = [...body.matchAll(/## (\w+):/g)].map(([, station]) => station)
  expect(headings).toEqual(['Door', 'Queue', 'Moderation', 'Coze', 'People'])
  expect(body.indexOf('"title\\":\\"Alarms')).toBeLessThan(body.indexOf('## Door'))
})

test('the queries that the runbook speaks of are saved', () => {
  const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8')
  const names = [...runbook.matchAll(/`coze-review-main\/([a-z-]+)`/g)].map(([, name]) => name)
  expect(names.toSorted()).toEqual(['by-bot', 'verdicts'])
  for (const name of names)
    template.hasResourceProperties('AWS::Logs::QueryDefinition', { Name: `Channel/${name}` })
})

test('the outputs that the runbook speaks of exist', () => {
  const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8')
  const withRobot = Template.fromStack(createStack({ alarmRobot: 'wecom' }))
  const spoken = [...runbook.matchAll(/\b(?:output|look) ([A-Z]\w+)/g)].map(([, output = '']) => output)
  expect(spoken.length).toBeGreaterThan(10)
  for (const output of spoken) withRobot.hasOutput(output, {})
})
