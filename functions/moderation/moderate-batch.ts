// The types come from @types/aws-lambda. The npm package called aws-lambda is an unrelated deploy tool of 2019.
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { CozeError } from '../coze/errors.ts'
import { describeError, type Log } from '../log.ts'
import { decodeTask, type Task } from '../task/task.ts'
import type { Bury, PutOff } from '../task/task-queue.ts'
import { backOffSeconds } from './back-off.ts'

/** `settled`: the letter is done with. Anything else: no later try would settle it, and a person has to look. */
export type Outcome = 'settled' | 'unreadable' | 'no-review' | 'deadly'
type Settle = (task: Task) => Promise<Outcome>

export type BatchDependencies = {
  settle: Readonly<Record<Task['kind'], Settle>>
  putOff: PutOff
  bury: Bury
  /** A random number from 0 to 1. */
  chance: () => number
  log: Log
}

/** Takes letters in order. After the first that has to come back, the rest comes back too: the queue is first in, first out. */
export function createBatchHandler(dependencies: BatchDependencies) {
  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchItemFailure[] = []
    for (const record of Records) {
      const isDone = batchItemFailures.length === 0 && (await settleRecord(record, dependencies))
      if (!isDone) batchItemFailures.push({ itemIdentifier: record.messageId })
    }
    return { batchItemFailures }
  }
}

async function settleRecord(record: SQSRecord, dependencies: BatchDependencies): Promise<boolean> {
  const { settle, log } = dependencies
  const task = decodeTask(record.body)
  try {
    const outcome = task === undefined ? 'unreadable' : await settle[task.kind](task)
    if (outcome !== 'settled') await buryRecord(record, outcome, dependencies)
    return true
  } catch (error) {
    const delaySeconds = await putOffRecord(record, error, dependencies)
    log.warn('task-put-off', {
      eventId: task?.eventId,
      botId: task?.botId,
      delaySeconds,
      ...describeError(error),
    })
    return false
  }
}

/** Without a reason to wait longer the queue would bring the letter back only after its visibility time-out. */
async function putOffRecord(record: SQSRecord, error: unknown, { putOff, chance, log }: BatchDependencies) {
  const receives = Number(record.attributes.ApproximateReceiveCount)
  const retryAfterMs = error instanceof CozeError ? (error.failure.retryAfterMs ?? 0) : 0
  const delaySeconds = backOffSeconds(receives, retryAfterMs, chance())
  await putOff(record.receiptHandle, delaySeconds).catch(cause =>
    log.warn('put-off-failed', describeError(cause)),
  )
  return delaySeconds
}

async function buryRecord(
  record: SQSRecord,
  outcome: Outcome,
  { bury, log }: BatchDependencies,
): Promise<void> {
  const { body, messageId, attributes } = record
  await bury({ body, messageId, messageGroupId: attributes.MessageGroupId ?? messageId })
  log.error('task-buried', { kind: outcome, receives: Number(attributes.ApproximateReceiveCount) })
}
