import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createDynamoDbClient, createSecretsManagerClient, createSqsClient, readAwsIdentity } from '../aws.ts'
import { createAccessTokenSource } from '../coze/access-token.ts'
import { createProfileFetcher, createReporter, exchangeJwt } from '../coze/client.ts'
import { parseCredentials } from '../coze/credentials.ts'
import { log } from '../log.ts'
import { askTogether, createModerators } from '../moderators/create-moderators.ts'
import { parseModelKeys } from '../moderators/model-keys.ts'
import { readPolicy } from '../policy/read-policy.ts'
import { createReviewStore } from '../reviews/review-store.ts'
import { createSecretReader } from '../secret.ts'
import { parseEnvironment } from '../settings.ts'
import { createDeadLetterSender, createPostponer } from '../task/task-queue.ts'
import { createModerator } from './moderate.ts'
import { createBatchHandler } from './moderate-batch.ts'
import { createProfileReader, readNoProfile } from './read-profile.ts'
import { reviewSubmission } from './review-submission.ts'
import { moderationEnvironment } from './settings.ts'
import { withdrawSubmissions } from './withdraw-submissions.ts'
import { writePolicy } from './write-policy.ts'

const settings = parseEnvironment(moderationEnvironment, process.env)
const identity = readAwsIdentity(process.env)
const dynamodb = createDynamoDbClient(identity, settings.AWS_ENDPOINT_URL_DYNAMODB)
const secretsManager = createSecretsManagerClient(identity, settings.AWS_ENDPOINT_URL_SECRETS_MANAGER)
const sqs = createSqsClient(identity, settings.TASK_QUEUE_URL)
const policy = readPolicy(join(settings.LAMBDA_TASK_ROOT, 'policy'))

const now = Date.now
const readSecret = <T>(secretId: string, parse: (secret: string) => T) =>
  createSecretReader({ client: secretsManager, secretId, parse, now, log })

/** A profile, two reports and two tokens at this many milliseconds a call, and the models, fit into the function's two minutes. */
const coze = { apiBase: settings.COZE_API_BASE, timeoutMs: 8_000 }
const getAccessToken = createAccessTokenSource({
  readCredentials: readSecret(settings.COZE_CREDENTIALS_SECRET_ID, parseCredentials),
  exchange: (jwt, durationSeconds) => exchangeJwt(coze, jwt, durationSeconds),
  audience: new URL(coze.apiBase).hostname,
  now,
})
const readModelKeys = readSecret(settings.MODEL_KEYS_SECRET_ID, parseModelKeys)
const moderators = createModerators(settings.MODERATORS, {
  policy: writePolicy(policy),
  readApiKey: async baseUrl => (await readModelKeys()).get(baseUrl) ?? '',
  aws: { ...identity, endpoint: settings.AWS_ENDPOINT_URL_BEDROCK_RUNTIME },
  now,
})
const fetchProfile = createProfileFetcher(coze, getAccessToken)
const profileReaders = {
  yes: createProfileReader({ fetchProfile, policy, now }),
  no: readNoProfile,
}
const dependencies = {
  reviews: createReviewStore({
    client: dynamodb,
    tableName: settings.REVIEW_TABLE_NAME,
    retentionDays: settings.RETENTION_DAYS,
    now,
  }),
  moderate: createModerator({
    policy,
    language: settings.REASON_LANGUAGE,
    readProfile: profileReaders[settings.READ_PROFILE],
    ask: askTogether(moderators),
    now,
  }),
  report: createReporter(coze, getAccessToken),
  answerMs: settings.ANSWER_SECONDS * 1000,
  now,
  wait,
  log,
}

export const handler = createBatchHandler({
  settle: {
    publish: (task, delivery) => reviewSubmission(task, delivery, dependencies),
    withdrawal: task => withdrawSubmissions(task, dependencies),
  },
  postpone: createPostponer(sqs, settings.TASK_QUEUE_URL),
  sendDeadLetter: createDeadLetterSender(sqs, settings.DEAD_LETTER_QUEUE_URL),
  chance: Math.random,
  log,
})
