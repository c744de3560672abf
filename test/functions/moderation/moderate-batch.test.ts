import { expect, test } from '@jest/globals'
import type { SQSRecord } from 'aws-lambda'
import { CozeError } from '../../../functions/coze/errors.ts'
import type { Log } from '../../../functions/log.ts'
import { type BatchDependencies, createBatchHandler } from '../../../functions/moderation/moderate-batch.ts'
import type { Delivery, Outcome } from '../../../functions/task/task.ts'

const log: Log = { info() {}, warn() {}, error() {} }

function createRecord(messageId: string, body = letter('publish'), receives = 1): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt of ${messageId}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: '1000',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
      MessageGroupId: '7-42',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  }
}

function letter(kind: string): string {
  return `{"taskVersion":1,"kind":"${kind}","connectorId":"7","botId":"42","eventId":"e","eventTime":1}`
}

/** A handler whose queue is a list of what was done to it. */
function openBatch(settle: () => Promise<Outcome>, changes: Partial<BatchDependencies> = {}) {
  const done: unknown[] = []
  const handle = createBatchHandler({
    settle: { publish: settle, withdrawal: async () => 'settled' },
    postpone: async (receipt, seconds) => void done.push(['postponed', receipt, seconds]),
    sendDeadLetter: async buried => void done.push(['buried', buried]),
    chance: () => 0,
    log,
    ...changes,
  })
  return { done, handle: (...Records: SQSRecord[]) => handle({ Records }) }
}

const settled = async (): Promise<Outcome> => 'settled'
const failing = async (): Promise<Outcome> => {
  throw new CozeError({ call: 'reporting', httpStatus: 503 })
}

test('what is settled is done with', async () => {
  const { handle, done } = openBatch(settled)
  expect(await handle(createRecord('a'), createRecord('b', letter('withdrawal')))).toEqual({
    batchItemFailures: [],
  })
  expect(done).toEqual([])
})

test('a letter that comes again is another delivery', async () => {
  const deliveries: Delivery[] = []
  const { handle } = openBatch(settled, {
    settle: {
      publish: async (_task, delivery) => {
        deliveries.push(delivery)
        return 'settled'
      },
      withdrawal: settled,
    },
  })
  await handle(createRecord('a'), createRecord('a', letter('publish'), 2))
  expect(deliveries).toEqual([
    { id: 'a#1', sentAt: 1_000 },
    { id: 'a#2', sentAt: 1_000 },
  ])
})

test('what Coze says of a failure stands in the log', async () => {
  const lines: unknown[] = []
  const warn: Log['warn'] = (event, facts) => void lines.push([event, facts])
  const overloaded = async (): Promise<Outcome> => {
    throw new CozeError({ call: 'reporting', httpStatus: 200, code: 4020, logId: 'log-1' })
  }
  await openBatch(overloaded, { log: { ...log, warn } }).handle(createRecord('a'))
  const facts = { eventId: 'e', botId: '42', delaySeconds: 2, error: 'CozeError', code: 4020, logId: 'log-1' }
  expect(lines).toEqual([['task-postponed', expect.objectContaining(facts)]])
})

test('what fails is postponed, the longer the more often it came', async () => {
  const { handle, done } = openBatch(failing)
  expect(await handle(createRecord('a', letter('publish'), 4))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'a' }],
  })
  expect(done).toEqual([['postponed', 'receipt of a', 16]])
})

test('a Retry-After of Coze is honoured', async () => {
  const { handle, done } = openBatch(async () => {
    throw new CozeError({ call: 'reporting', httpStatus: 429, retryAfterMs: 45_000 })
  })
  await handle(createRecord('a'))
  expect(done).toEqual([['postponed', 'receipt of a', 45]])
})

test('after the first that comes back the rest comes back too, for order is kept', async () => {
  const { handle } = openBatch(failing)
  expect(await handle(createRecord('a'), createRecord('b', letter('withdrawal')))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'b' }],
  })
})

test('a letter nobody can read is buried as it came, with the reason', async () => {
  const { handle, done } = openBatch(settled)
  expect(await handle(createRecord('a', '{"taskVersion":2}'))).toEqual({ batchItemFailures: [] })
  const buried = { body: '{"taskVersion":2}', messageId: 'a', messageGroupId: '7-42', outcome: 'unreadable' }
  expect(done).toEqual([['buried', buried]])
})

test.each(['no-review', 'deadly'] as const)('a letter that ends in %s is buried', async outcome => {
  const { handle, done } = openBatch(async () => outcome)
  expect(await handle(createRecord('a'))).toEqual({ batchItemFailures: [] })
  expect(done).toEqual([['buried', expect.objectContaining({ outcome })]])
})

test('a letter that cannot be buried comes back', async () => {
  const { handle } = openBatch(settled, {
    sendDeadLetter: async () => {
      throw new Error('dead-letter queue down')
    },
  })
  expect(await handle(createRecord('a', 'unreadable'))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'a' }],
  })
})

test('a letter that cannot be postponed comes back all the same', async () => {
  const { handle } = openBatch(failing, {
    postpone: async () => {
      throw new Error('queue down')
    },
  })
  expect(await handle(createRecord('a'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] })
})
