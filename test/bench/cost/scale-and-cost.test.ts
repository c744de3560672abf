import { expect, test } from '@jest/globals'
import { computeCost, total } from '../../../bench/cost/compute-cost.ts'
import { computeLimits, findBottlenecks } from '../../../bench/cost/compute-limits.ts'
import { fillIn, readDocument } from '../../../bench/cost/document.ts'
import { sizeOfItem } from '../../../bench/cost/item-size.ts'
import { readPrices } from '../../../bench/cost/prices.ts'
import { readPublishUse } from '../../../bench/cost/publish-use.ts'
import { readStack, type StackFacts } from '../../../bench/cost/read-stack.ts'
import { writeTables } from '../../../bench/cost/write-tables.ts'
import { synthesizeOnce } from '../../synthesize-once.ts'

const { template } = await synthesizeOnce({})
const stack = readStack(template)
const use = readPublishUse()
const prices = readPrices()

/** A publish of round numbers: the callback runs for 100 ms and a quarter of a core, the moderation for a second. */
const roundUse = {
  callback: { calls: { PutItem: 1 }, writeUnits: 1, readUnits: 0, logLines: 1, logBytes: 500, cpuMs: 23.75 },
  moderation: { calls: { GetItem: 1 }, writeUnits: 1, readUnits: 1, logLines: 1, logBytes: 300, cpuMs: 695 },
  reviewBytes: 900,
  reports: 1,
}
const roundStack: StackFacts = {
  ...stack,
  callbackMegabytes: 1769 / 4,
  moderationMegabytes: 1769,
  architecture: 'arm64',
  readsProfile: true,
  accessLogBytes: 200,
  moderationConcurrency: 10,
  requestsPerSecond: 200,
}

test('the page says what the script computes: after a change npm run bench:cost writes it anew', () => {
  expect(readDocument()).toBe(fillIn(writeTables({ use, stack, prices })))
})

test('the stack is read as it is', () => {
  expect(stack).toMatchObject({
    callbackMegabytes: 512,
    moderationMegabytes: 1024,
    architecture: 'arm64',
    retentionDays: 180,
    logRetentionDays: 90,
    requestsPerSecond: 200,
    moderationConcurrency: 10,
    isHighThroughputQueue: true,
    secrets: 3,
  })
})

test('a million publishes cost what their parts cost', () => {
  const lines = computeCost(1_000_000, roundUse, roundStack, prices)
  const dollars = Object.fromEntries(lines.map(line => [line.what, Number(line.dollars.toFixed(2))]))
  expect(dollars).toMatchObject({
    'HTTP API, requests': 1,
    'Lambda, invocations': 0.4,
    'Lambda, GB-seconds of the callback': 0.58,
    'Lambda, GB-seconds of the moderation': 23.03,
    'SQS, requests of a task: send, receive, delete': 1.5,
    'DynamoDB, writes': 1.25,
    'DynamoDB, reads': 0.13,
    // Six months of records of a thousand bytes: 6 GB at 25 cents, and 20 for being restorable.
    'DynamoDB, GB stored and restorable': 2.7,
    'CloudWatch Logs, GB taken': 0.5,
    'CloudWatch Logs, GB kept': 0.09,
    'X-Ray, traces': 10,
  })
})

test('on x86 only the GB-seconds cost more', () => {
  const arm = total(computeCost(1_000_000, roundUse, roundStack, prices))
  const x86 = total(computeCost(1_000_000, roundUse, { ...roundStack, architecture: 'x86_64' }, prices))
  expect(x86 - arm).toBeCloseTo((0.576 + 23.033) / 4, 1)
})

test('what is in line waits for the average, what stands at the door breaks at the peak', () => {
  const limits = computeLimits(roundUse, roundStack)
  expect(limits[0]).toMatchObject({ what: 'moderation: 10 at once', publishesPerSecond: 10 })
  // Ten million a month are 3.9 a second, 39 at a peak; a hundred million ten times that.
  expect(findBottlenecks(10_000_000, limits)).toEqual([])
  expect(findBottlenecks(100_000_000, limits).map(({ what }) => what.split(':')[0])).toEqual([
    'moderation',
    'Coze',
    'callback URL',
  ])
})

test('the queue has the limit of its throughput', () => {
  const limitOf = (isHighThroughputQueue: boolean) =>
    computeLimits(roundUse, { ...roundStack, isHighThroughputQueue }).flatMap(limit =>
      limit.what.startsWith('SQS') ? [limit.publishesPerSecond] : [],
    )
  expect(limitOf(true)).toEqual([70_000])
  expect(limitOf(false)).toEqual([300])
})

test('an item weighs its names and its values', () => {
  expect(sizeOfItem({ 名: { S: '天气' }, n: { N: '1749038258245' }, m: { M: { a: { BOOL: true } } } })).toBe(
    3 + 6 + (1 + 8) + (1 + 3 + 2 + 1),
  )
})

test('every price says where it comes from', () => {
  for (const { source, of } of Object.values(prices.prices)) {
    expect(source).toMatch(/^https:\/\//)
    expect(of).toMatch(/^(20\d\d(-\d\d)?|undated)$/)
  }
})
