import { createDynamoDbClient, createSecretsManagerClient, readAwsIdentity } from '../aws.ts'
import { parseCredentials } from '../coze/credentials.ts'
import { log } from '../log.ts'
import { countEscalated } from '../reviews/find-reviews.ts'
import { createSecretReader } from '../secret.ts'
import { parseEnvironment } from '../settings.ts'
import { watchEnvironment } from './settings.ts'
import { watchChannel } from './watch-channel.ts'

const settings = parseEnvironment(watchEnvironment, process.env)
const identity = readAwsIdentity(process.env)

const now = Date.now
const dynamoDb = createDynamoDbClient(identity, settings.AWS_ENDPOINT_URL_DYNAMODB)
const dependencies = {
  countEscalated: (since: number) => countEscalated(dynamoDb, settings.REVIEW_TABLE_NAME, since),
  readCredentials: createSecretReader({
    client: createSecretsManagerClient(identity, settings.AWS_ENDPOINT_URL_SECRETS_MANAGER),
    secretId: settings.COZE_CREDENTIALS_SECRET_ID,
    parse: parseCredentials,
    now,
    log,
  }),
  longestWaitMs: settings.ESCALATED_REVIEW_HOURS * 3_600_000,
  now,
  log,
}

export const handler = async () => watchChannel(dependencies)
