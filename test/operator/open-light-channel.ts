import { credentials, region } from '../../local/aws/local-account.ts'
import { startSecretsManagerServer } from '../../local/aws/secrets-manager-server.ts'
import { channelDescriptionPath } from '../../local/channel-description.ts'
import { type CozeStandInOptions, startCozeStandIn } from '../../local/coze/coze-stand-in.ts'
import { answerJson, serve } from '../serve.ts'

type LightChannel = {
  readonly standIn?: CozeStandInOptions
  /** What answers callbacks. @default it echoes challenges */
  readonly answerCallback?: (body: string) => string
}

/** Of the queues and the table. */
const refusal = { __type: 'AccessDeniedException', message: 'not here' }
const echo = (body: string) => JSON.stringify({ challenge: JSON.parse(body).event.challenge })

/** Secrets, Coze, and a door that only echoes: what a command needs that does not review. Nothing is set up. */
export async function openLightChannel({ standIn = {}, answerCallback = echo }: LightChannel = {}) {
  const secretsManager = await startSecretsManagerServer()
  const names = ['tokens', 'credentials'] as const
  secretsManager.createSecrets(names.map(name => ({ name, arn: `arn:${name}`, value: undefined })))
  const coze = await startCozeStandIn(standIn)
  const door = await serve((request, response) => {
    if ('x-amz-target' in request.headers) answerJson(response, 400, refusal)
    else if (request.path === channelDescriptionPath) response.end(JSON.stringify(describe(door.url)))
    else response.end(answerCallback(request.body))
  })
  function describe(url: string) {
    const outputs = {
      CallbackUrl: `${url}/callback`,
      CallbackTokensSecret: 'tokens',
      CozeCredentialsSecret: 'credentials',
      ReviewTable: 'none',
      TaskQueue: `${url}/queue`,
      DeadLetterQueue: `${url}/dead`,
      CozeApiBase: coze.url,
      RetentionDays: '180',
    }
    const endpoints = { sqs: url, dynamodb: url, secretsManager: secretsManager.url }
    return { outputs, region, credentials, endpoints }
  }
  return {
    coze,
    port: new URL(door.url).port,
    callbackUrl: `${door.url}/callback`,
    putSecret: secretsManager.putSecret,
    getSecret: (name: (typeof names)[number]) => readSecret(secretsManager.url, name),
    async [Symbol.asyncDispose]() {
      await coze.close()
      await secretsManager.close()
      await door[Symbol.asyncDispose]()
    },
  }
}

/** Undefined where it holds nothing. */
async function readSecret(url: string, SecretId: string): Promise<unknown> {
  const headers = { 'x-amz-target': 'secretsmanager.GetSecretValue' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ SecretId }) })
  const { SecretString } = JSON.parse(await response.text())
  return SecretString === undefined ? undefined : JSON.parse(SecretString)
}
