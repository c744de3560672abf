import { assumptions } from './assumptions.ts'
import { computeDurations, countCozeCalls } from './compute-durations.ts'
import type { PublishUse } from './publish-use.ts'
import type { StackFacts } from './read-stack.ts'

export type Limit = {
  readonly what: string
  /** So many publishes a second fit through. */
  readonly publishesPerSecond: number
  /** What moves it. */
  readonly remedy: string
  /** What comes in faster waits in the queue: only the average counts. Else it is turned away, and the peak counts. */
  readonly isBuffered: boolean
}

/** The limits that a publish meets, lowest first. Quotas are the defaults of an account; docs/scale-and-cost.md says where they stand. */
export function computeLimits(use: PublishUse, stack: StackFacts): readonly Limit[] {
  const limits = [...listBehindQueue(use, stack), ...listAtDoor(use, stack)]
  return limits.toSorted((a, b) => a.publishesPerSecond - b.publishesPerSecond)
}

function listBehindQueue(use: PublishUse, stack: StackFacts): readonly Limit[] {
  const { moderationMs } = computeDurations(use, stack)
  const cozeCalls = countCozeCalls(use, stack)
  const limits = [
    {
      what: `moderation: ${stack.moderationConcurrency} at once`,
      publishesPerSecond: stack.moderationConcurrency / (moderationMs / 1000),
      remedy: '`moderationConcurrency` in `cdk.json`, up to 1,000',
    },
    {
      what: `Coze: 50 calls a second (personal plan), ${cozeCalls} a publish`,
      publishesPerSecond: 50 / cozeCalls,
      remedy: "Coze's enterprise plan, or `readProfile: false`",
    },
    {
      what: `Coze: 500 calls a second (enterprise plan), ${cozeCalls} a publish`,
      publishesPerSecond: 500 / cozeCalls,
      remedy: 'an agreement with Coze, or `readProfile: false`',
    },
  ]
  return limits.map(limit => ({ ...limit, isBuffered: true }))
}

function listAtDoor(use: PublishUse, stack: StackFacts): readonly Limit[] {
  const { callbackMs, moderationMs } = computeDurations(use, stack)
  const writeUnits = use.callback.writeUnits + use.moderation.writeUnits
  const limits = [
    {
      what: `callback URL: ${stack.requestsPerSecond} requests a second`,
      publishesPerSecond: stack.requestsPerSecond,
      remedy: '`requestsPerSecond` and `requestBurst` in `cdk.json`, up to 10,000',
    },
    describeQueue(stack),
    {
      what: 'Lambda: 1,000 at once in an account',
      publishesPerSecond: 1_000 / ((callbackMs + moderationMs) / 1000),
      remedy: 'the quota "Concurrent executions"',
    },
    {
      what: `DynamoDB: 40,000 units a second of a table, ${writeUnits} a publish`,
      publishesPerSecond: 40_000 / writeUnits,
      remedy: 'a higher quota; 1,000 units a second for one bot',
    },
    {
      what: 'API Gateway: 10,000 requests a second in an account',
      publishesPerSecond: 10_000,
      remedy: 'a higher quota',
    },
  ]
  return limits.map(limit => ({ ...limit, isBuffered: false }))
}

function describeQueue({ isHighThroughputQueue }: StackFacts) {
  if (!isHighThroughputQueue)
    return {
      what: 'SQS FIFO without high throughput: 300 calls a second of each action',
      publishesPerSecond: 300,
      remedy: 'high throughput',
    }
  return {
    what: 'SQS FIFO with high throughput: 70,000 calls a second of each action, fewer elsewhere than in us-east-1',
    publishesPerSecond: 70_000,
    remedy: 'a higher quota; 300 a second for one bot',
  }
}

/** The lowest limits of this stack that so many publishes a month would break. */
export function findBottlenecks(publishesPerMonth: number, limits: readonly Limit[]): readonly Limit[] {
  const average = publishesPerMonth / assumptions.secondsPerMonth
  return limits.filter(
    ({ isBuffered, publishesPerSecond }) =>
      publishesPerSecond < (isBuffered ? average : average * assumptions.peakFactor),
  )
}
