import { randomUUID } from 'node:crypto'
import {
  listConnectors,
  listWaiting,
  type Period,
  type RecordPage,
  scanReviews,
} from '../../functions/reviews/find-reviews.ts'
import type { Review } from '../../functions/reviews/review.ts'
import { createReviewStore, type ReviewStore } from '../../functions/reviews/review-store.ts'
import { createTaskSender, type SendTask } from '../../functions/task/task-queue.ts'
import type { Deployment } from '../channel/deployment.ts'

/** The reviews of a channel, and the queue of their tasks. */
export type ReviewRecord = ReviewStore & {
  readonly listWaiting: (work: 'escalated' | 'report_failed', period: Period) => AsyncIterable<Review>
  /** All of it, a megabyte at a time. */
  readonly scan: () => AsyncIterable<RecordPage>
  readonly listConnectors: () => Promise<string[]>
  readonly sendTask: SendTask
}

export function openRecord(deployment: Deployment): ReviewRecord {
  const { dynamodb: client, reviewTable: tableName, retentionDays, sqs, taskQueue } = deployment
  return {
    ...createReviewStore({ client, tableName, retentionDays, now: Date.now }),
    listWaiting: (work, period) => listWaiting(client, tableName, work, period),
    scan: () => scanReviews(client, tableName),
    listConnectors: () => listConnectors(client, tableName),
    // Never the id of the event: for five minutes the queue would take it for the task that the publish had.
    sendTask: createTaskSender(sqs, taskQueue, () => randomUUID()),
  }
}
