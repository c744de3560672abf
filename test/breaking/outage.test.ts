import { expect, test } from '@jest/globals'
import { Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import { createStack } from '../infra/create-stack.ts'
import type { QueueSettings } from './fifo-queue.ts'
import { openOutage } from './open-outage.ts'

const queueSchema = z.object({
  Properties: z.object({
    DelaySeconds: z.number(),
    VisibilityTimeout: z.number(),
    MessageRetentionPeriod: z.number(),
    RedrivePolicy: z.object({ maxReceiveCount: z.number() }),
  }),
})
const sourceSchema = z.object({
  Properties: z.object({
    BatchSize: z.literal(1),
    ScalingConfig: z.object({ MaximumConcurrency: z.number() }),
  }),
})

/** The queue is that of the stack as it is deployed by default. */
const world = { ...readTemplate(Template.fromStack(createStack())), outageHours: 72 }

/** The queue of the tasks is the one with a redrive policy. */
function readTemplate(template: Template): { settings: QueueSettings; maxConcurrency: number } {
  const tasks = template.findResources('AWS::SQS::Queue', { Properties: { RedrivePolicy: {} } })
  const [queue] = Object.values(tasks).map(resource => queueSchema.parse(resource).Properties)
  const sources = template.findResources('AWS::Lambda::EventSourceMapping')
  const [source] = Object.values(sources).map(resource => sourceSchema.parse(resource).Properties)
  if (queue === undefined || source === undefined) throw new Error('the template has no queue or no source')
  const settings = {
    delaySeconds: queue.DelaySeconds,
    visibilitySeconds: queue.VisibilityTimeout,
    retentionSeconds: queue.MessageRetentionPeriod,
    maxReceiveCount: queue.RedrivePolicy.maxReceiveCount,
  }
  return { settings, maxConcurrency: source.ScalingConfig.MaximumConcurrency }
}

const refusesAtOnce = { tookMs: 50, failure: { httpStatus: 503 } }
const neverAnswers = { tookMs: 8_000, failure: {} }
const asksForAnHour = { tookMs: 50, failure: { httpStatus: 503, retryAfterMs: 3_600_000 } }

// A crowd matters where every delivery holds a consumer for eight seconds. Elsewhere a letter's fate does not depend on
// the others, and a thousand, a million deliveries, would take a minute to show what fifty do.
test.each([
  [1_000, 'answers no call', neverAnswers],
  [50, 'refuses every call at once', refusesAtOnce],
  [50, 'asks to be left alone for an hour again and again', asksForAnHour],
])(
  '%d bots that wait for a Coze which %s for 72 hours lose nothing, and hear their verdicts within half an hour after',
  async (bots, _what, outage) => {
    const { waitForRecovery, drain, queue, coze, findUnfinished } = openOutage({ ...world, bots, ...outage })
    await waitForRecovery()
    expect(coze.told.size).toBe(0)
    const drainMinutes = await drain()
    expect(await findUnfinished()).toEqual([])
    expect([queue.letters(), queue.dead, queue.lost]).toEqual([[], [], []])
    expect(drainMinutes).toBeLessThan(30)
  },
)
