import { createDynamoDbClient, createSecretsManagerClient, createSqsClient, readAwsIdentity } from '../aws.ts'
import { parseCallbackTokens } from '../coze/callback-tokens.ts'
import { log } from '../log.ts'
import { createReviewStore } from '../reviews/review-store.ts'
import { createSecretReader } from '../secret.ts'
import { parseEnvironment } from '../settings.ts'
import { createTaskSender, provokeRefusal } from '../task/task-queue.ts'
import { createApiGatewayHandler } from './api-gateway.ts'
import { createAuthenticator } from './authenticate.ts'
import { receiveCallback } from './receive-callback.ts'
import { callbackEnvironment } from './settings.ts'

const settings = parseEnvironment(callbackEnvironment, process.env)
const identity = readAwsIdentity(process.env)
const dynamodb = createDynamoDbClient(identity, settings.AWS_ENDPOINT_URL_DYNAMODB)
const secretsManager = createSecretsManagerClient(identity, settings.AWS_ENDPOINT_URL_SECRETS_MANAGER)
const sqs = createSqsClient(identity, settings.TASK_QUEUE_URL)

const now = Date.now
const readTokens = createSecretReader({
  client: secretsManager,
  secretId: settings.CALLBACK_TOKENS_SECRET_ID,
  parse: parseCallbackTokens,
  now,
  log,
})
const reviews = createReviewStore({
  client: dynamodb,
  tableName: settings.REVIEW_TABLE_NAME,
  retentionDays: settings.RETENTION_DAYS,
  now,
})
const dependencies = {
  authenticate: createAuthenticator(readTokens, log),
  reviews,
  sendTask: createTaskSender(sqs, settings.TASK_QUEUE_URL),
  maxBodyBytes: settings.MAX_BODY_BYTES,
  now,
  log,
}

/**
 * The first, slow use of every client, in init, where Lambda gives a whole core. What fails here fails again, and is
 * answered for, when a callback needs it.
 */
export const warmedUp = Promise.allSettled([
  readTokens(),
  reviews.findNewest({ connectorId: '0', botId: '0' }),
  provokeRefusal(sqs, settings.TASK_QUEUE_URL),
])

export const handler = createApiGatewayHandler(request => receiveCallback(request, dependencies), log)
