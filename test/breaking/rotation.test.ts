import { createHash } from 'node:crypto'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, expect, test } from '@jest/globals'
import { createAuthenticator } from '../../functions/callback/authenticate.ts'
import type { CallbackRequest } from '../../functions/callback/request.ts'
import { parseCallbackTokens } from '../../functions/coze/callback-tokens.ts'
import { createSecretReader } from '../../functions/secret.ts'
import type { Interference } from '../../local/aws/fault-proxy.ts'
import { clientSettings } from '../../local/aws/local-account.ts'
import { startSecretsManagerServer } from '../../local/aws/secrets-manager-server.ts'
import { openDoor } from '../functions/callback/open-door.ts'

const door = await openDoor()
afterAll(door.close)

/** Environments of the function, each with a cache of its own, over one real secret; the clock is the test's. */
async function openFleet(size: number, ...tokens: string[]) {
  const world = { nowMs: 0, readings: 0, interference: 'pass' as Interference }
  const server = await startSecretsManagerServer(() => {
    world.readings += 1
    return world.interference
  })
  server.createSecrets([{ name: 'tokens', arn: 'arn:tokens', value: JSON.stringify({ tokens }) }])
  const client = new SecretsManagerClient(clientSettings(server.url))
  const { log } = door.dependencies
  const parse = parseCallbackTokens
  const createEnvironment = () => {
    const read = createSecretReader({ client, secretId: 'tokens', parse, now: () => world.nowMs, log })
    const authenticate = createAuthenticator(read, log)
    return async (request: CallbackRequest) => (await door.receive(request, { authenticate })).status
  }
  return {
    world,
    environments: Array.from({ length: size }, createEnvironment),
    store: (...stored: string[]) => server.putSecret('tokens', JSON.stringify({ tokens: stored })),
    async [Symbol.asyncDispose]() {
      client.destroy()
      await server.close()
    },
  }
}

let events = 0

/** What Coze sends most of: one for each conversation, about no channel. It is acknowledged, and nothing else. */
function sign(token: string): CallbackRequest {
  events += 1
  const body = Buffer.from(`{"header":{"event_type":"benefit.usage","event_id":"evt-${events}"},"event":{}}`)
  const signature = createHash('sha1').update(`1749038258245f0b1c2d3${token}`).update(body).digest('hex')
  const headers = {
    'x-coze-timestamp': '1749038258245',
    'x-coze-nonce': 'f0b1c2d3',
    'x-coze-signature': signature,
  }
  return { headers, body }
}

const rotation = [
  { seconds: 20, stored: ['old'], signing: ['old'] },
  { seconds: 60, stored: ['new', 'old'], signing: ['old'] },
  { seconds: 60, stored: ['new', 'old'], signing: ['old', 'new'] },
  { seconds: 20, stored: ['new', 'old'], signing: ['new'] },
  { seconds: 100, stored: ['new'], signing: ['new'] },
]

test('a rotation as the operator makes it refuses no honest callback, amid forged ones, and lets none of those in', async () => {
  await using fleet = await openFleet(3, 'old')
  const statuses = { honest: new Set<number>(), forged: new Set<number>() }
  const send = async (environment: (typeof fleet.environments)[number], signing: readonly string[]) => {
    const honest = [...signing, ...signing].map(token => environment(sign(token)))
    const forged = ['forged', 'forged'].map(token => environment(sign(token)))
    for (const status of await Promise.all(honest)) statuses.honest.add(status)
    for (const status of await Promise.all(forged)) statuses.forged.add(status)
  }
  for (const { seconds, stored, signing } of rotation) {
    fleet.store(...stored)
    for (let second = 0; second < seconds; second++) {
      fleet.world.nowMs += 1_000
      await Promise.all(fleet.environments.map(environment => send(environment, signing)))
    }
  }
  expect(statuses).toEqual({ honest: new Set([200]), forged: new Set([401]) })
  // 260 seconds in three environments, a reading in five seconds at most.
  expect(fleet.world.readings).toBeLessThanOrEqual(3 * 52)
})

test('a dropped token is refused a minute later, wherever and whenever it was cached', async () => {
  await using fleet = await openFleet(3, 'new', 'old')
  const [first, second, third] = fleet.environments
  const statusesOfOld = async (nowMs: number) => {
    fleet.world.nowMs = nowMs
    return Promise.all(fleet.environments.map(environment => environment(sign('old'))))
  }
  for (const [at, environment] of [first, second, third].entries()) {
    fleet.world.nowMs = at * 20_000
    expect(await environment?.(sign('old'))).toBe(200)
  }
  fleet.store('new')
  expect(await statusesOfOld(59_999)).toEqual([200, 200, 200])
  expect(await statusesOfOld(60_000)).toEqual([401, 200, 200])
  expect(await statusesOfOld(80_000)).toEqual([401, 401, 200])
  expect(await statusesOfOld(100_000)).toEqual([401, 401, 401])
})

test('a forger only makes a dropped token end sooner', async () => {
  await using fleet = await openFleet(1, 'new', 'old')
  const [environment] = fleet.environments
  expect(await environment?.(sign('old'))).toBe(200)
  fleet.store('new')
  fleet.world.nowMs = 5_000
  expect(await environment?.(sign('forged'))).toBe(401)
  expect(await environment?.(sign('old'))).toBe(401)
})

test('Coze may sign with a token at the moment it is stored', async () => {
  await using fleet = await openFleet(2, 'old')
  const [first, second] = fleet.environments
  for (const environment of [first, second]) expect(await environment?.(sign('old'))).toBe(200)
  fleet.world.nowMs = 5_000
  fleet.store('new', 'old')
  const callbacks = [first, first, second, second].map(environment => environment?.(sign('new')))
  expect(await Promise.all(callbacks)).toEqual([200, 200, 200, 200])
})

test('a forger who has just used up the refresh delays such a callback by five seconds at most', async () => {
  await using fleet = await openFleet(1, 'old')
  const [environment] = fleet.environments
  for (fleet.world.nowMs = 0; fleet.world.nowMs <= 10_000; fleet.world.nowMs += 1_000)
    await environment?.(sign('forged'))
  fleet.store('new', 'old')
  const resent = sign('new')
  expect(await environment?.(resent)).toBe(401)
  fleet.world.nowMs = 14_999
  expect(await environment?.(sign('old'))).toBe(200)
  fleet.world.nowMs = 15_000
  expect(await environment?.(resent)).toBe(200)
})

test.each<Interference>(['fail', 'drop'])(
  'while Secrets Manager is down (%s) the token in use stays valid, and the new one is as soon as it is up',
  async how => {
    await using fleet = await openFleet(1, 'old')
    const [environment] = fleet.environments
    expect(await environment?.(sign('old'))).toBe(200)
    fleet.store('new', 'old')
    fleet.world.interference = how
    for (const nowMs of [60_000, 120_000, 3_600_000]) {
      fleet.world.nowMs = nowMs
      expect(await environment?.(sign('old'))).toBe(200)
    }
    fleet.world.interference = 'pass'
    fleet.world.nowMs += 5_000
    expect(await environment?.(sign('new'))).toBe(200)
  },
)
