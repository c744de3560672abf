import { createSecretsManagerClient, readAwsIdentity } from '../aws.ts'
import { log } from '../log.ts'
import { createSecretReader } from '../secret.ts'
import { parseEnvironment } from '../settings.ts'
import { robots } from './robots.ts'
import { alarmRobotEnvironment } from './settings.ts'
import { createTopicHandler } from './sns.ts'
import { createTeller } from './tell-robot.ts'
import { parseWebhook } from './webhook.ts'

const settings = parseEnvironment(alarmRobotEnvironment, process.env)
const identity = readAwsIdentity(process.env)

const dependencies = {
  robot: robots[settings.ALARM_ROBOT],
  readWebhook: createSecretReader({
    client: createSecretsManagerClient(identity, settings.AWS_ENDPOINT_URL_SECRETS_MANAGER),
    secretId: settings.ALARM_WEBHOOK_SECRET_ID,
    parse: parseWebhook,
    now: Date.now,
    log,
  }),
  timeoutMs: 8_000,
}

export const handler = createTopicHandler(createTeller(dependencies))
