import { expect, test } from '@jest/globals'
import type { CozeStandIn } from '../../../local/coze/coze-stand-in.ts'
import { startStandIn } from './start-for-test.ts'

const registration = {
  event_id: 'evt-1',
  created_at: 1749038258245,
  name: '天气助手',
  description: '查询天气',
  version: 'v1',
  prompt_info: { prompt: '你是天气助手' },
}

function register(standIn: CozeStandIn, body: object): Promise<Response> {
  const url = `${standIn.url}/stand-in/bots/7486758484001234567`
  return fetch(url, { method: 'PUT', body: JSON.stringify(body) })
}

function verdict(standIn: CozeStandIn, waitMs: number): Promise<Response> {
  return fetch(`${standIn.url}/stand-in/bots/7486758484001234567/verdict?wait_ms=${waitMs}`)
}

function report(standIn: CozeStandIn, body: object): Promise<Response> {
  return fetch(`${standIn.url}/v1/connectors/7423989367674212345/bots/7486758484001234567`, {
    method: 'PUT',
    headers: { Authorization: 'Bearer local-access-token' },
    body: JSON.stringify(body),
  })
}

test('a publish that another process sends is known with its profile', async () => {
  const standIn = await startStandIn()
  expect((await register(standIn, registration)).status).toBe(200)
  expect(standIn.bot('7486758484001234567')).toMatchObject({ state: 'publishing', latest: { version: 'v1' } })
  const profile = await fetch(`${standIn.url}/v1/bots/7486758484001234567?is_published=true`, {
    headers: { Authorization: 'Bearer local-access-token' },
  })
  expect(await profile.json()).toMatchObject({
    data: { name: '天气助手', prompt_info: { prompt: '你是天气助手' } },
  })
})

test('a registration without an event is refused', async () => {
  const standIn = await startStandIn()
  const response = await register(standIn, { name: '天气助手' })
  expect(response.status).toBe(400)
  expect(standIn.bot('7486758484001234567')).toBeUndefined()
})

test('whoever waits for the verdict gets it when it arrives', async () => {
  const standIn = await startStandIn()
  await register(standIn, registration)
  const waiting = verdict(standIn, 30_000)
  await report(standIn, { audit_status: 1 })
  await report(standIn, { audit_status: 3, reason: '涉嫌违规' })
  expect(await (await waiting).json()).toEqual({ state: 3, reason: '涉嫌违规' })
})

test('when the time is up the answer is what is shown by then', async () => {
  const standIn = await startStandIn()
  await register(standIn, registration)
  await report(standIn, { audit_status: 1 })
  expect(await (await verdict(standIn, 20)).json()).toEqual({ state: 1, reason: '' })
})

test('there is no verdict on a bot nobody published', async () => {
  const standIn = await startStandIn()
  expect((await verdict(standIn, 0)).status).toBe(404)
})
