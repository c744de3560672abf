import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { clientSettings } from '../../../local/aws/local-account.ts'
import {
  type SecretsManagerServer,
  startSecretsManagerServer,
} from '../../../local/aws/secrets-manager-server.ts'

let server: SecretsManagerServer
let secrets: SecretsManagerClient

beforeAll(async () => {
  server = await startSecretsManagerServer()
  server.createSecrets([
    { name: 'Empty', arn: 'arn:empty', value: undefined },
    { name: 'Tokens', arn: 'arn:tokens', value: undefined },
    { name: 'Given', arn: 'arn:given', value: 'given' },
  ])
  secrets = new SecretsManagerClient(clientSettings(server.url))
})

afterAll(async () => {
  secrets.destroy()
  await server.close()
})

test('a value that is put can be got, by name and by ARN', async () => {
  const put = await secrets.send(new PutSecretValueCommand({ SecretId: 'Tokens', SecretString: '["令牌"]' }))
  expect(put).toMatchObject({ ARN: 'arn:tokens', Name: 'Tokens', VersionStages: ['AWSCURRENT'] })
  for (const SecretId of ['Tokens', 'arn:tokens']) {
    expect(await secrets.send(new GetSecretValueCommand({ SecretId }))).toMatchObject({
      ARN: 'arn:tokens',
      CreatedDate: expect.any(Date),
      Name: 'Tokens',
      SecretString: '["令牌"]',
      VersionId: put.VersionId,
      VersionStages: ['AWSCURRENT'],
    })
  }
})

test('a value of the template, and one that is put from outside, can be got', async () => {
  const get = new GetSecretValueCommand({ SecretId: 'Given' })
  expect(await secrets.send(get)).toMatchObject({ SecretString: 'given' })
  server.putSecret('Given', 'rotated')
  expect(await secrets.send(get)).toMatchObject({ SecretString: 'rotated' })
})

test.each([
  [
    { SecretId: 'Empty' },
    "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
  ],
  [
    { SecretId: 'Given', VersionStage: 'AWSPREVIOUS' },
    "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
  ],
  [{ SecretId: 'Nobody' }, "Secrets Manager can't find the specified secret."],
])('%j is refused as Secrets Manager does it', async (input, message) => {
  await expect(secrets.send(new GetSecretValueCommand(input))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message,
  })
})

test('a call that is not known here is refused', async () => {
  const headers = { 'x-amz-target': 'secretsmanager.RotateSecret' }
  const response = await fetch(server.url, { method: 'POST', headers, body: '{"SecretId":"Tokens"}' })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' })
})

test('putting a value into a secret that is not there is an error', () => {
  expect(() => server.putSecret('Nobody', 'x')).toThrow('Nobody')
})
