import type { LambdaEnvironment } from './settings.ts'

/** Two tries of this length fit well into the ten seconds Coze waits, even if every call of a callback needs both. */
const requestTimeoutMs = 1_000

/**
 * What the AWS clients are made of. Everything is given, so that no client looks for a profile, a region or an instance
 * at its first call, and the chain of credential providers can be left out of the bundle.
 */
export function createClientOptions(environment: LambdaEnvironment) {
  return {
    region: environment.AWS_REGION,
    credentials: readCredentials(environment),
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

function readCredentials(environment: LambdaEnvironment) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment
  const sessionToken = environment.AWS_SESSION_TOKEN
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}
