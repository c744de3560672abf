import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import { createClientOptions } from '../aws.ts'
import { parseCallbackTokens } from '../coze/callback-tokens.ts'
import { log } from '../log.ts'
import { createReviewStore } from '../reviews/review-store.ts'
import { createSecretReader } from '../secret.ts'
import { lambdaEnvironment, parseEnvironment } from '../settings.ts'
import { createSendTask, provokeRefusal } from '../task/task-queue.ts'
import { createApiGatewayHandler } from './api-gateway.ts'
import { createAuthenticate } from './authenticate.ts'
import { type CallbackDependencies, receiveCallback } from './receive-callback.ts'
import { callbackEnvironment } from './settings.ts'
import { warmUp } from './warm-up.ts'

const settings = parseEnvironment(callbackEnvironment, process.env)
const options = createClientOptions(parseEnvironment(lambdaEnvironment, process.env))

const now = Date.now
const dynamodb = new DynamoDBClient({ ...options, endpoint: settings.AWS_ENDPOINT_URL_DYNAMODB })
const sqs = new SQSClient({ ...options, endpoint: new URL(settings.TASK_QUEUE_URL).origin })
const secretsManager = new SecretsManagerClient({
  ...options,
  endpoint: settings.AWS_ENDPOINT_URL_SECRETS_MANAGER,
})

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
const dependencies: CallbackDependencies = {
  authenticate: createAuthenticate(readTokens, log),
  reviews,
  sendTask: createSendTask(sqs, settings.TASK_QUEUE_URL),
  maxBodyBytes: settings.MAX_BODY_BYTES,
  log,
}

export const warmedUp = warmUp([
  readTokens(),
  reviews.findNewest({ connectorId: '0', botId: '0' }),
  provokeRefusal(sqs, settings.TASK_QUEUE_URL),
])
export const handler = createApiGatewayHandler(request => receiveCallback(request, dependencies), log)
