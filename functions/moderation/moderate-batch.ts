// The types come from @types/aws-lambda. The npm package called aws-lambda is an unrelated deploy tool of 2019.
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { CozeError } from '../coze/errors.ts'
import { describeError, type Log } from '../log.ts'
import { ModeratorError } from '../moderators/errors.ts'
import { type Delivery, decodeTask, type Outcome, type Task } from '../task/task.ts'
import type { Postpone, SendDeadLetter } from '../task/task-queue.ts'
import { backOffSeconds } from './back-off.ts'

type Settle = (task: Task, delivery: Delivery) => Promise<Outcome>

export type BatchDependencies = {
  settle: Readonly<Record<Task['kind'], Settle>>
  postpone: Postpone
  sendDeadLetter: SendDeadLetter
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
    const outcome = task === undefined ? 'unreadable' : await settle[task.kind](task, readDelivery(record))
    if (outcome !== 'settled') await buryRecord(record, outcome, dependencies)
    return true
  } catch (error) {
    const delaySeconds = await postponeRecord(record, error, dependencies)
    log.warn('task-postponed', {
      eventId: task?.eventId,
      botId: task?.botId,
      delaySeconds,
      ...describeError(error),
    })
    return false
  }
}

/** Gives the seconds after which the letter comes back; if postponing fails, it does after the visibility time-out. */
async function postponeRecord(
  record: SQSRecord,
  error: unknown,
  { postpone, chance, log }: BatchDependencies,
) {
  const receives = Number(record.attributes.ApproximateReceiveCount)
  const isAnswer = error instanceof CozeError || error instanceof ModeratorError
  const retryAfterMs = isAnswer ? (error.failure.retryAfterMs ?? 0) : 0
  const delaySeconds = backOffSeconds(receives, retryAfterMs, chance())
  await postpone(record.receiptHandle, delaySeconds).catch(cause =>
    log.warn('postponing-failed', describeError(cause)),
  )
  return delaySeconds
}

async function buryRecord(
  record: SQSRecord,
  outcome: Outcome,
  { sendDeadLetter, log }: BatchDependencies,
): Promise<void> {
  const { body, messageId, attributes } = record
  const messageGroupId = attributes.MessageGroupId ?? messageId
  await sendDeadLetter({ body, messageId, messageGroupId, outcome })
  log.error('task-buried', { outcome, receives: Number(attributes.ApproximateReceiveCount) })
}

/** The same letter, received again, is another delivery. */
function readDelivery({ messageId, attributes }: SQSRecord): Delivery {
  const { ApproximateReceiveCount, SentTimestamp } = attributes
  return { id: `${messageId}#${ApproximateReceiveCount}`, sentAt: Number(SentTimestamp) }
}
