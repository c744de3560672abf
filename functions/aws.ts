import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod/mini'
import type { ClientOptions } from './aws-sdk/create-send.ts'
import { parseEnvironment } from './settings.ts'

/** What Lambda itself puts into a function's environment. */
const awsEnvironment = z.object({
  AWS_REGION: z.string(),
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.optional(z.string()),
})
/** Another one at each invocation. */
const traceEnvironment = z.object({ _X_AMZN_TRACE_ID: z.optional(z.string()) })
/** Where the function runs, as whom, and in which trace. */
export type AwsIdentity = ReturnType<typeof readAwsIdentity>

/** A call that hangs is given up and made once more; an answer that takes longer than eight seconds becomes a 503. */
const requestTimeoutMs = 1_000

/*
 * The clients of the AWS services, each made by the functions that need it. Everything is given, so that none looks for
 * a profile, a region or an instance at its first call, and the chain of credential providers can be left out of the bundle.
 */

export function createDynamoDbClient(identity: AwsIdentity, endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ ...createOptions(identity), endpoint })
}

export function createSecretsManagerClient(identity: AwsIdentity, endpoint: string): SecretsManagerClient {
  return new SecretsManagerClient({ ...createOptions(identity), endpoint })
}

/** The URL of any queue says where SQS is. */
export function createSqsClient(identity: AwsIdentity, queueUrl: string): SQSClient {
  return new SQSClient({ ...createOptions(identity), endpoint: new URL(queueUrl).origin })
}

export function readAwsIdentity(environment: unknown) {
  const given = parseEnvironment(awsEnvironment, environment)
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = given
  const sessionToken = given.AWS_SESSION_TOKEN
  return {
    region: given.AWS_REGION,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    /** For the clients of our own; those of the SDK see for themselves. */
    traceId: () => z.parse(traceEnvironment, environment)._X_AMZN_TRACE_ID,
  }
}

function createOptions(identity: AwsIdentity) {
  const options = {
    ...identity,
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
  // The bundle of the front door hands them to clients of our own, which the types of the SDK know nothing of.
  return options satisfies Omit<ClientOptions, 'endpoint'>
}
