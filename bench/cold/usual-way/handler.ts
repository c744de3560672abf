/** The door from Coze as it is usually built; what it does is the same to the letter. Compare functions/callback/handler.ts. */
import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics } from '@aws-lambda-powertools/metrics'
import { Tracer } from '@aws-lambda-powertools/tracer'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { createApiGatewayHandler } from '../../../functions/callback/api-gateway.ts'
import { createAuthenticator } from '../../../functions/callback/authenticate.ts'
import { receiveCallback } from '../../../functions/callback/receive-callback.ts'
import { callbackEnvironment } from '../../../functions/callback/settings.ts'
import { parseCallbackTokens } from '../../../functions/coze/callback-tokens.ts'
import type { Log, LogFacts } from '../../../functions/log.ts'
import { createReviewStore } from '../../../functions/reviews/review-store.ts'
import { createSecretReader } from '../../../functions/secret.ts'
import { parseEnvironment } from '../../../functions/settings.ts'
import { createTaskSender } from '../../../functions/task/task-queue.ts'

const serviceName = 'callback'
const logger = new Logger({ serviceName })
const metrics = new Metrics({ namespace: 'coze-channel-review', serviceName })
const tracer = new Tracer({ serviceName })
const log: Log = {
  info: (event, facts: LogFacts = {}) => logger.info(event, facts),
  warn: (event, facts: LogFacts = {}) => logger.warn(event, facts),
  error: (event, facts: LogFacts = {}) => logger.error(event, facts),
}

const settings = parseEnvironment(callbackEnvironment, process.env)
const now = Date.now
const readTokens = createSecretReader({
  client: tracer.captureAWSv3Client(new SecretsManagerClient({})),
  secretId: settings.CALLBACK_TOKENS_SECRET_ID,
  parse: parseCallbackTokens,
  now,
  log,
})
const dependencies = {
  authenticate: createAuthenticator(readTokens, log),
  reviews: createReviewStore({
    client: tracer.captureAWSv3Client(new DynamoDBClient({})),
    tableName: settings.REVIEW_TABLE_NAME,
    retentionDays: settings.RETENTION_DAYS,
    now,
  }),
  sendTask: createTaskSender(tracer.captureAWSv3Client(new SQSClient({})), settings.TASK_QUEUE_URL),
  maxBodyBytes: settings.MAX_BODY_BYTES,
  now,
  log,
}
const receive = createApiGatewayHandler(request => receiveCallback(request, dependencies), log)

export const handler = async (event: APIGatewayProxyEventV2, context: Context) => {
  logger.addContext(context)
  tracer.annotateColdStart()
  metrics.captureColdStartMetric()
  const answer = await receive(event)
  metrics.addMetric('Answered', 'Count', 1)
  metrics.publishStoredMetrics()
  return answer
}
