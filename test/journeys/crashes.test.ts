import { afterAll, expect, test } from '@jest/globals'
import type { AwsRequest } from '../../local/aws/fault-proxy.ts'
import { newBotId, openChannel, setVisibilityTimeout } from './open-channel.ts'

const { coze, world, drained, close, aws } = await openChannel({
  amend: template => setVisibilityTimeout(template, 3),
})
afterAll(close)

const honest = { name: '天气助手', description: '查询天气' }

/** The calls to AWS of one undisturbed review, in their order. */
const steps = [
  'PutItem (record the submission)',
  'SendMessage (queue the task)',
  'UpdateItem (move the newest)',
  'UpdateItem (begin the delivery)',
  'GetItem (check the newest)',
  'Query (find older reviews)',
  'UpdateItem (record the verdict)',
  'GetItem (check the newest before the report)',
  'GetItem (check the newest after the report)',
  'UpdateItem (record the report)',
]

/** Kills every process of both functions when the call with this index about this bot comes by. */
function killAt(botId: string, index: number, when: 'before' | 'after'): string[] {
  const seen: string[] = []
  world.interfere = async (request: AwsRequest) => {
    if (!JSON.stringify(request.body).includes(botId)) return 'pass'
    const isMeant = seen.push(request.operation) === index + 1
    if (!isMeant) return 'pass'
    const killing = [
      aws.functions.CallbackDoorFunction?.killAll(),
      aws.functions.ModerationDoorFunction?.killAll(),
    ]
    if (when === 'before') {
      await Promise.all(killing)
      return 'drop'
    }
    return 'pass-then-drop'
  }
  return seen
}

function dropRepeats(operations: readonly string[]): string[] {
  return operations.filter((operation, index) => operation !== operations[index - 1])
}

test('an undisturbed review takes exactly these steps', async () => {
  const botId = newBotId()
  const seen = killAt(botId, Number.POSITIVE_INFINITY, 'before')
  await coze.publish({ botId, ...honest })
  await drained()
  // A busy machine may take a second for a call, which is then made once more.
  expect(dropRepeats(seen)).toEqual(dropRepeats(steps.map(step => step.split(' ')[0] ?? '')))
})

test.each(
  steps.flatMap((step, index) => (['before', 'after'] as const).map(when => ({ step, index, when }))),
)('functions that die $when $step lose nothing and report nothing else', async ({ index, when }) => {
  const botId = newBotId()
  const seen = killAt(botId, index, when)
  const { audit } = await coze.publish({ botId, ...honest })
  expect(audit).toMatchObject({ auditStatus: 1 })
  await drained()
  expect(seen.length).toBeGreaterThan(index)
  expect(coze.bot(botId)).toMatchObject({ state: 2 })
  const told = coze.reports.filter(report => report.botId === botId).map(({ auditStatus }) => auditStatus)
  expect(new Set(told)).toEqual(new Set([2]))
})

test('functions that die while Coze takes the report, report again in the same words', async () => {
  const botId = newBotId()
  world.interfere = () => 'pass'
  const slow = coze.misbehave({ on: 'report', how: { takeEffectThen: 'hang' } })
  await coze.publish({ botId, ...honest })
  await slow.met
  await aws.functions.ModerationDoorFunction?.killAll()
  await drained()
  expect(coze.bot(botId)).toMatchObject({ state: 2 })
  expect(coze.reports.filter(report => report.botId === botId).map(({ auditStatus }) => auditStatus)).toEqual(
    [2, 2],
  )
})
