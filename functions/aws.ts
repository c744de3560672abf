import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod/mini'
import { parseEnvironment } from './settings.ts'

/** What Lambda itself puts into a function's environment, and the endpoints that the stack adds. */
const awsEnvironment = z.object({
  AWS_REGION: z.string(),
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.optional(z.string()),
  AWS_ENDPOINT_URL_DYNAMODB: z.url(),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.url(),
  TASK_QUEUE_URL: z.url(),
})

/** A call that hangs is given up and made once more; an answer that takes longer than eight seconds becomes a 503. */
const requestTimeoutMs = 1_000

/**
 * The clients of the AWS services. Everything is given, so that none looks for a profile, a region or an instance at its
 * first call, and the chain of credential providers can be left out of the bundle.
 */
export function createAwsClients(environment: unknown) {
  const settings = parseEnvironment(awsEnvironment, environment)
  const options = createOptions(settings)
  return {
    identity: { region: options.region, credentials: options.credentials },
    dynamodb: new DynamoDBClient({ ...options, endpoint: settings.AWS_ENDPOINT_URL_DYNAMODB }),
    secretsManager: new SecretsManagerClient({
      ...options,
      endpoint: settings.AWS_ENDPOINT_URL_SECRETS_MANAGER,
    }),
    sqs: new SQSClient({ ...options, endpoint: new URL(settings.TASK_QUEUE_URL).origin }),
  }
}

function createOptions(environment: z.infer<typeof awsEnvironment>) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment
  const sessionToken = environment.AWS_SESSION_TOKEN
  return {
    region: environment.AWS_REGION,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    maxAttempts: 2,
    retryMode: 'standard' as const,
    defaultsMode: 'standard' as const,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    authSchemePreference: ['sigv4'],
    userAgentAppId: async () => undefined,
    requestHandler: {
      connectionTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpsAgent: { keepAlive: true, maxSockets: 50 },
      httpAgent: { keepAlive: true, maxSockets: 50 },
    },
  }
}
