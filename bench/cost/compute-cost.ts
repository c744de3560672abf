import { assumptions } from './assumptions.ts'
import { computeDurations } from './compute-durations.ts'
import type { PriceList, PriceName } from './prices.ts'
import type { PublishUse } from './publish-use.ts'
import type { StackFacts } from './read-stack.ts'

export type CostLine = { readonly what: string; readonly amount: number; readonly dollars: number }

const gigabyte = 1_000_000_000
const { secondsPerMonth } = assumptions
const months = (days: number) => days / 30

/** What so many publishes a month cost, line by line, once the record and the logs have filled up to their retention. */
export function computeCost(
  publishes: number,
  use: PublishUse,
  stack: StackFacts,
  { prices }: PriceList,
): readonly CostLine[] {
  const line = (what: string, amount: number, ...names: readonly PriceName[]): CostLine => ({
    what,
    amount,
    dollars: names.reduce((sum, name) => sum + amount * prices[name].each, 0),
  })
  const records = (publishes * months(stack.retentionDays) * storedBytes(use)) / gigabyte
  const logs = (publishes * logBytes(use, stack)) / gigabyte
  const compute = stack.architecture === 'arm64' ? 'lambdaGbSecondArm' : 'lambdaGbSecondX86'
  return [
    line('HTTP API, requests', publishes, 'httpApiRequest'),
    line('Lambda, invocations', 2 * publishes, 'lambdaRequest'),
    line('Lambda, GB-seconds of the callback', publishes * gbSeconds(use, stack).callback, compute),
    line('Lambda, GB-seconds of the moderation', publishes * gbSeconds(use, stack).moderation, compute),
    line('SQS, requests of a task: send, receive, delete', 3 * publishes, 'sqsFifoRequest'),
    line('SQS, polls of an empty queue', countIdlePolls(), 'sqsFifoRequest'),
    line('DynamoDB, writes', publishes * sum(use, 'writeUnits'), 'dynamodbWriteUnit'),
    line('DynamoDB, reads', publishes * sum(use, 'readUnits'), 'dynamodbReadUnit'),
    line('DynamoDB, GB stored and restorable', records, 'dynamodbGbMonth', 'dynamodbBackupGbMonth'),
    line('CloudWatch Logs, GB taken', logs, 'logsGb'),
    line('CloudWatch Logs, GB kept', logs * months(stack.logRetentionDays), 'logsGbMonth'),
    line('X-Ray, traces', stack.isTraced ? 2 * countTraces(publishes) : 0, 'trace'),
    line('Secrets Manager, secrets', stack.secrets, 'secretMonth'),
    line('Secrets Manager, calls', countSecretCalls(publishes, use, stack), 'secretCall'),
    line('CloudWatch, alarms', stack.alarms, 'alarmMonth'),
    line('CloudWatch, metrics', stack.metrics, 'metricMonth'),
    line('CloudWatch, dashboards', stack.dashboards, 'dashboardMonth'),
  ]
}

export function total(lines: readonly CostLine[]): number {
  return lines.reduce((dollars, line) => dollars + line.dollars, 0)
}

function gbSeconds(use: PublishUse, stack: StackFacts) {
  const { callbackMs, moderationMs } = computeDurations(use, stack)
  return {
    callback: ((stack.callbackMegabytes / 1024) * callbackMs) / 1000,
    moderation: ((stack.moderationMegabytes / 1024) * moderationMs) / 1000,
  }
}

function sum({ callback, moderation }: PublishUse, what: 'writeUnits' | 'readUnits' | 'logBytes'): number {
  return callback[what] + moderation[what]
}

function storedBytes({ reviewBytes }: PublishUse): number {
  return reviewBytes + assumptions.bytesPerStoredItem
}

function logBytes(use: PublishUse, { accessLogBytes }: StackFacts): number {
  return sum(use, 'logBytes') + accessLogBytes
}

/** Where nothing waits. With much to do fewer polls come back empty, so this is the most. */
function countIdlePolls(): number {
  return (assumptions.pollers * secondsPerMonth) / assumptions.pollSeconds
}

function countTraces(publishes: number): number {
  const reservoir = assumptions.tracesPerSecond * secondsPerMonth
  return Math.min(publishes, reservoir) + Math.max(0, publishes - reservoir) * assumptions.tracesBeyond
}

/** Each function that is up reads its secret once a minute, if anything comes; more often than it is invoked it cannot. */
function countSecretCalls(publishes: number, use: PublishUse, stack: StackFacts): number {
  const perFunction = Object.values(computeDurations(use, stack)).map(durationMs => {
    const inUse = Math.ceil((publishes / secondsPerMonth) * (durationMs / 1000))
    return Math.min(publishes, (inUse * secondsPerMonth) / assumptions.secretSeconds)
  })
  return perFunction.reduce((calls, ofFunction) => calls + ofFunction, 0)
}
