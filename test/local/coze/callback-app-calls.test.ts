import { expect, test } from '@jest/globals'
import * as z from 'zod'
import { empty, startStandIn, startTinyChannel } from './start-for-test.ts'

const answerSchema = z.object({ code: z.number(), data: z.record(z.string(), z.unknown()).default({}) })
const echo = (body: string) => JSON.stringify({ challenge: JSON.parse(body).event.challenge })

async function start() {
  const standIn = await startStandIn({ limitMs: 200 })
  async function call(method: string, path: string, body?: object, bearer = 'local-access-token') {
    const response = await fetch(`${standIn.url}/v1/api_apps${path}`, {
      method,
      headers: { Authorization: `Bearer ${bearer}` },
      ...(body && { body: JSON.stringify(body) }),
    })
    return answerSchema.parse(await response.json())
  }
  const create = () => call('POST', '', { app_type: 'connector', connector_id: '7423989367674212345' })
  return { standIn, call, create }
}

test('an app is created with an id and a token of its own, and listed page by page', async () => {
  const { call, create } = await start()
  const first = await create()
  const second = await create()
  expect(first).toMatchObject({
    code: 0,
    data: {
      id: expect.stringMatching(/^\d{19}$/),
      app_type: 'connector',
      connector_id: '7423989367674212345',
      verify_token: expect.stringMatching(/^\w{48}$/),
    },
  })
  const page = await call('GET', '?app_type=connector&page_size=50&page_token=')
  expect(page.data).toEqual({ items: [first.data], has_more: true, next_page_token: expect.any(String) })
  const next = await call('GET', `?app_type=connector&page_token=${page.data.next_page_token}`)
  expect(next.data).toEqual({ items: [second.data], has_more: false })
  expect((await call('GET', '?app_type=normal')).data.items).toEqual([])
})

test('a URL is saved once it has echoed a signed challenge, and callbacks go there from then on', async () => {
  const { standIn, call, create } = await start()
  const { id, verify_token } = (await create()).data
  const channel = await startTinyChannel([echo, { status: 200, body: '{"audit":{"audit_status":2}}' }])
  expect(await call('PUT', `/${id}`, { callback_url: channel.url })).toMatchObject({ code: 0 })
  expect((await call('GET', '')).data.items).toMatchObject([{ id, callback_url: channel.url }])
  await standIn.publish({ name: '天气助手', description: '查询天气' })
  expect(channel.received.map(({ body }) => JSON.parse(body).header.event_type)).toEqual([
    'url_verification',
    'bot.published',
  ])
  expect(verify_token).not.toBe('local-callback-token')
})

test.each([
  ['does not echo', empty],
  ['answers too late', 'hang' as const],
])('a URL that %s is refused and not saved', async (_what, answer) => {
  const { standIn, call, create } = await start()
  const { id } = (await create()).data
  const channel = await startTinyChannel([answer])
  expect(await call('PUT', `/${id}`, { callback_url: channel.url })).toMatchObject({ code: 4000 })
  expect(standIn.callbackApps.find(String(id))?.callbackUrl).toBe('')
})

test('events are subscribed on top of those that are', async () => {
  const { call, create } = await start()
  const { id } = (await create()).data
  await call('POST', `/${id}/events`, { event_types: ['bot.published'] })
  await call('POST', `/${id}/events`, { event_types: ['bot.published', 'bot.deleted'] })
  const page = await call('GET', `/${id}/events`)
  expect(page.data).toMatchObject({ items: [{ event_type: 'bot.published' }], has_more: true })
  expect((await call('GET', `/${id}/events?page_token=1`)).data).toMatchObject({
    items: [{ event_type: 'bot.deleted' }],
    has_more: false,
  })
})

test.each([
  ['of another channel', 'POST', '', { app_type: 'connector', connector_id: '1' }, 4101],
  ['of no type', 'POST', '', { connector_id: '7423989367674212345' }, 4000],
  ['that is not there', 'PUT', '/7512045450401150000', { callback_url: 'http://127.0.0.1:9' }, 4200],
  ['that is not there', 'GET', '/7512045450401150000/events', undefined, 4200],
  ['that is not there', 'POST', '/7512045450401150000/events', { event_types: ['bot.published'] }, 4200],
])('a call about an app %s is refused: %s %s', async (_what, method, path, body, code) => {
  const { call } = await start()
  expect(await call(method, path, body)).toMatchObject({ code })
})

test('without a token nothing is told', async () => {
  const { call } = await start()
  expect(await call('GET', '', undefined, 'stolen')).toEqual({ code: 4100, data: {} })
})

test('an app is not subscribed to what Coze does not send', async () => {
  const { call, create } = await start()
  const { id } = (await create()).data
  expect(await call('POST', `/${id}/events`, { event_types: ['bot.sung'] })).toMatchObject({ code: 4000 })
})

test('every call can be denied by its permission', async () => {
  const { standIn, call, create } = await start()
  for (const on of ['listApiApp', 'createApiApp'] as const) standIn.misbehave({ on, how: { code: 4101 } })
  expect(await call('GET', '')).toMatchObject({ code: 4101 })
  expect(await create()).toMatchObject({ code: 4101 })
})
