import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createAwsClients } from '../aws.ts'
import { createAccessTokenSource } from '../coze/access-token.ts'
import { createReporter, exchangeJwt } from '../coze/client.ts'
import { parseCredentials } from '../coze/credentials.ts'
import { log } from '../log.ts'
import { readPolicy } from '../policy/read-policy.ts'
import { createReviewStore } from '../reviews/review-store.ts'
import { createSecretReader } from '../secret.ts'
import { parseEnvironment } from '../settings.ts'
import { createDeadLetterSender, createPostponer } from '../task/task-queue.ts'
import { createModerator } from './moderate.ts'
import { createBatchHandler } from './moderate-batch.ts'
import { reviewSubmission } from './review-submission.ts'
import { moderationEnvironment } from './settings.ts'
import { withdrawSubmissions } from './withdraw-submissions.ts'

const settings = parseEnvironment(moderationEnvironment, process.env)
const { dynamodb, secretsManager, sqs } = createAwsClients(process.env)
const policy = readPolicy(join(settings.LAMBDA_TASK_ROOT, 'policy'))

const now = Date.now
/** Two reports and two tokens at this many milliseconds a call fit into the function's minute. */
const coze = { apiBase: settings.COZE_API_BASE, timeoutMs: 8_000 }
const getAccessToken = createAccessTokenSource({
  readCredentials: createSecretReader({
    client: secretsManager,
    secretId: settings.COZE_CREDENTIALS_SECRET_ID,
    parse: parseCredentials,
    now,
    log,
  }),
  exchange: (jwt, durationSeconds) => exchangeJwt(coze, jwt, durationSeconds),
  audience: new URL(coze.apiBase).hostname,
  now,
})
const dependencies = {
  reviews: createReviewStore({
    client: dynamodb,
    tableName: settings.REVIEW_TABLE_NAME,
    retentionDays: settings.RETENTION_DAYS,
    now,
  }),
  moderate: createModerator(policy, settings.REASON_LANGUAGE),
  report: createReporter(coze, getAccessToken),
  answerMs: settings.ANSWER_SECONDS * 1000,
  now,
  wait,
  log,
}

export const handler = createBatchHandler({
  settle: {
    publish: (task, deliveryId) => reviewSubmission(task, deliveryId, dependencies),
    withdrawal: task => withdrawSubmissions(task, dependencies),
  },
  postpone: createPostponer(sqs, settings.TASK_QUEUE_URL),
  sendDeadLetter: createDeadLetterSender(sqs, settings.DEAD_LETTER_QUEUE_URL),
  chance: Math.random,
  log,
})
