import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, test } from '@jest/globals'
import type { Log, LogFacts } from '../../functions/log.ts'
import { createSecretReader } from '../../functions/secret.ts'
import { clientSettings } from '../../local/aws/local-account.ts'
import { answerJson, serve } from '../serve.ts'

/** A reader over a real server, whose answers, clock and log the test holds. */
async function openSecret() {
  const state = { value: 'first' as string | undefined, status: 200, nowMs: 0 }
  const lines: { event: string; facts: LogFacts | undefined }[] = []
  const write = (event: string, facts?: LogFacts) => void lines.push({ event, facts })
  const log: Log = { info: write, warn: write, error: write }
  const server = await serve((_request, response) =>
    state.value === undefined
      ? answerJson(response, 400, { __type: 'ResourceNotFoundException', message: 'no value' })
      : answerJson(response, state.status, { SecretString: state.value }),
  )
  const client = new SecretsManagerClient(clientSettings(server.url))
  const read = createSecretReader({
    client,
    secretId: 'tokens',
    parse: secret => {
      if (secret === 'malformed') throw new Error('the secret is not what it should be')
      return secret.toUpperCase()
    },
    now: () => state.nowMs,
    log,
  })
  return { state, lines, read, requests: server.requests, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

test('a secret is read once a minute, however often it is asked for', async () => {
  await using secret = await openSecret()
  expect(await Promise.all([secret.read(), secret.read(), secret.read()])).toEqual([
    'FIRST',
    'FIRST',
    'FIRST',
  ])
  secret.state.nowMs = 59_999
  await secret.read()
  expect(secret.requests).toHaveLength(1)
})

test('a rotated secret is noticed after a minute', async () => {
  await using secret = await openSecret()
  await secret.read()
  secret.state.value = 'second'
  secret.state.nowMs = 60_000
  expect(await secret.read()).toBe('SECOND')
})

test('a refresh notices it at once, but a flood of refreshes is one request in five seconds', async () => {
  await using secret = await openSecret()
  await secret.read()
  secret.state.value = 'second'
  secret.state.nowMs = 5_000
  expect(await secret.read({ refresh: true })).toBe('SECOND')
  for (let i = 0; i < 100; i++) await secret.read({ refresh: true })
  expect(secret.requests).toHaveLength(2)
})

test('a refresh that meets another under way waits for its value', async () => {
  await using secret = await openSecret()
  await secret.read()
  secret.state.value = 'second'
  secret.state.nowMs = 5_000
  const refreshes = [secret.read({ refresh: true }), secret.read({ refresh: true })]
  expect(await Promise.all(refreshes)).toEqual(['SECOND', 'SECOND'])
  expect(secret.requests).toHaveLength(2)
})

test('a value once read outlives an outage, with a warning', async () => {
  await using secret = await openSecret()
  await secret.read()
  Object.assign(secret.state, { status: 500, nowMs: 60_000 })
  expect(await secret.read()).toBe('FIRST')
  expect(secret.lines.map(({ event }) => event)).toEqual(['secret-stale'])
})

test('a rotation to something malformed does not shut the door', async () => {
  await using secret = await openSecret()
  await secret.read()
  Object.assign(secret.state, { value: 'malformed', nowMs: 60_000 })
  expect(await secret.read()).toBe('FIRST')
  expect(secret.lines[0]?.facts?.message).toBe('secret tokens: the secret is not what it should be')
})

test('an empty secret says what to do, and is asked for again', async () => {
  await using secret = await openSecret()
  secret.state.value = undefined
  await expect(secret.read()).rejects.toThrow(
    'secret tokens holds no value yet: store one with aws secretsmanager put-secret-value',
  )
  secret.state.value = 'stored'
  expect(await secret.read()).toBe('STORED')
})
