import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import { channelDescriptionPath, channelDescriptionSchema } from '../../local/channel-description.ts'
import { localPort } from '../../local/defaults.ts'
import { Problem } from '../desk/errors.ts'
import { type Deployment, describeDeployment, destroyClients } from './deployment.ts'
import { noMonitoring } from './monitoring.ts'
import { nameLocalCaller } from './name-caller.ts'

const timeoutMs = 5_000

/** The channel of `npm start`, which shows on its port where everything is. */
export async function connectLocal(port = String(localPort)): Promise<Deployment> {
  const url = `http://127.0.0.1:${port}`
  const { outputs, endpoints, ...identity } = await readDescription(url)
  const clients = {
    secretsManager: new SecretsManagerClient({ ...identity, endpoint: endpoints.secretsManager }),
    dynamodb: new DynamoDBClient({ ...identity, endpoint: endpoints.dynamodb }),
    sqs: new SQSClient({ ...identity, endpoint: endpoints.sqs }),
  }
  const close = () => destroyClients(clients)
  const name = `local channel on ${url}`
  const nameCaller = nameLocalCaller
  return describeDeployment({ name, outputs, clients, monitoring: noMonitoring, nameCaller, close })
}

async function readDescription(url: string) {
  const response = await fetch(url + channelDescriptionPath, {
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => undefined)
  const json: unknown = await response?.json().catch(() => undefined)
  const { data } = channelDescriptionSchema.safeParse(json)
  if (data !== undefined) return data
  throw new Problem(
    response === undefined
      ? `nothing answers on ${url}: start the channel with npm start (PORT names another port)`
      : `what answers on ${url} is no local channel, or is still starting: PORT names another port`,
  )
}
