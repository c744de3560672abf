import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { clientSettings } from '../../../local/aws/local-account.ts'
import { startSecretsManagerServer } from '../../../local/aws/secrets-manager-server.ts'
import {
  addToken,
  changeCallbackTokens,
  readCallbackTokens,
} from '../../../operator/channel/callback-tokens.ts'

let server: Awaited<ReturnType<typeof startSecretsManagerServer>>
let secretsManager: SecretsManagerClient
let whenCalled: (operation: string) => void

beforeAll(async () => {
  server = await startSecretsManagerServer(({ operation }) => {
    whenCalled(operation)
    return 'pass'
  })
  server.createSecrets([{ name: 'tokens', arn: 'arn:tokens', value: undefined }])
  secretsManager = new SecretsManagerClient(clientSettings(server.url))
})
afterAll(async () => {
  secretsManager.destroy()
  await server.close()
})
beforeEach(() => {
  whenCalled = () => {}
  server.putSecret('tokens', '{"tokens":["old"]}')
})

const deployment = () => ({ secretsManager, callbackTokensSecret: 'tokens' })
const add = (token: string) => changeCallbackTokens(deployment(), tokens => addToken(tokens, token))
const stored = async () => (await readCallbackTokens(deployment())).tokens

test('the newest token goes first, and is there once', async () => {
  expect(await add('new')).toEqual(['new', 'old'])
  expect(await add('old')).toEqual(['old', 'new'])
  expect(await stored()).toEqual(['old', 'new'])
})

test('whoever is overwritten at the same moment is told', async () => {
  let isWritten = false
  whenCalled = operation => {
    if (isWritten) server.putSecret('tokens', '{"tokens":["other","old"]}')
    isWritten = operation === 'PutSecretValue'
  }
  await expect(add('new')).rejects.toThrow('at the same moment, so this one may be lost: run it again')
  expect(await add('new')).toEqual(['new', 'other', 'old'])
})

test('a refused change stores nothing', async () => {
  const refuse = () => {
    throw new Error('not now')
  }
  await expect(changeCallbackTokens(deployment(), refuse)).rejects.toThrow('not now')
  expect(await stored()).toEqual(['old'])
})
