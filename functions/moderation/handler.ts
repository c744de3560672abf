import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import { createClientOptions } from '../aws.ts'
import { createAccessTokenSource } from '../coze/access-token.ts'
import { createReport, exchangeJwt } from '../coze/client.ts'
import { parseCredentials } from '../coze/credentials.ts'
import { log } from '../log.ts'
import { readPolicy } from '../policy/read-policy.ts'
import { createReviewStore } from '../reviews/review-store.ts'
import { createSecretReader } from '../secret.ts'
import { lambdaEnvironment, parseEnvironment } from '../settings.ts'
import { createBury, createPutOff } from '../task/task-queue.ts'
import { createModerate } from './moderate.ts'
import { createBatchHandler } from './moderate-batch.ts'
import { type ReviewDependencies, reviewSubmission } from './review-submission.ts'
import { moderationEnvironment } from './settings.ts'
import { withdrawSubmissions } from './withdraw-submissions.ts'

const settings = parseEnvironment(moderationEnvironment, process.env)
const lambda = parseEnvironment(lambdaEnvironment, process.env)

const now = Date.now
const options = createClientOptions(lambda)
const dynamodb = new DynamoDBClient({ ...options, endpoint: settings.AWS_ENDPOINT_URL_DYNAMODB })
const sqs = new SQSClient({ ...options, endpoint: new URL(settings.TASK_QUEUE_URL).origin })
const secretsManager = new SecretsManagerClient({
  ...options,
  endpoint: settings.AWS_ENDPOINT_URL_SECRETS_MANAGER,
})

/** Twice a report and its token fit into the function's minute at this many milliseconds a call. */
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
  audience: new URL(settings.COZE_API_BASE).hostname,
  now,
})
const dependencies: ReviewDependencies = {
  reviews: createReviewStore({
    client: dynamodb,
    tableName: settings.REVIEW_TABLE_NAME,
    retentionDays: settings.RETENTION_DAYS,
    now,
  }),
  moderate: createModerate(readPolicy(join(lambda.LAMBDA_TASK_ROOT, 'policy')), settings.REASON_LANGUAGE),
  report: createReport(coze, getAccessToken),
  answerMs: settings.ANSWER_SECONDS * 1000,
  now,
  wait,
  log,
}

export const handler = createBatchHandler({
  settle: {
    review: task => reviewSubmission(task, dependencies),
    withdraw: task => withdrawSubmissions(task, dependencies),
  },
  putOff: createPutOff(sqs, settings.TASK_QUEUE_URL),
  bury: createBury(sqs, settings.DEAD_LETTER_QUEUE_URL),
  chance: Math.random,
  log,
})
