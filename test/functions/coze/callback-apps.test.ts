import { expect, test } from '@jest/globals'
import { createCallbackApps } from '../../../functions/coze/callback-apps.ts'
import { answerJson, serve } from '../../serve.ts'

const at = (apiBase: string) => createCallbackApps({ apiBase, timeoutMs: 2_000 }, async () => 'pat_local')

test('the apps of channels are listed page after page, with exact ids and without what is absent', async () => {
  const pages = [
    '{"code":0,"data":{"items":[{"id":7512045450401153075,"connector_id":"7423989367674212345","callback_url":"https://示例.cn/callback","verify_token":"t-1","name":"渠道"}],"has_more":true,"next_page_token":"a/b"}}',
    '{"code":0,"data":{"items":[{"id":"7512045450401153076"}],"has_more":false,"next_page_token":""}}',
  ]
  await using coze = await serve((_request, response) => response.end(pages[coze.requests.length - 1]))
  expect(await at(coze.url).list()).toEqual([
    {
      id: '7512045450401153075',
      connectorId: '7423989367674212345',
      callbackUrl: 'https://示例.cn/callback',
      verifyToken: 't-1',
    },
    { id: '7512045450401153076', connectorId: '', callbackUrl: '', verifyToken: '' },
  ])
  expect(coze.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /v1/api_apps?app_type=connector&page_size=50&page_token=',
    'GET /v1/api_apps?app_type=connector&page_size=50&page_token=a%2Fb',
  ])
})

test('no apps are an empty list, however Coze says it', async () => {
  await using coze = await serve((_request, response) => answerJson(response, 200, { code: 0, data: {} }))
  expect(await at(coze.url).list()).toEqual([])
})

test('an app is created for a channel', async () => {
  const data = { id: '7512045450401153075', connector_id: '7423989367674212345', verify_token: 't-1' }
  await using coze = await serve((_request, response) => answerJson(response, 200, { code: 0, data }))
  expect(await at(coze.url).create('7423989367674212345')).toEqual({
    id: '7512045450401153075',
    connectorId: '7423989367674212345',
    callbackUrl: '',
    verifyToken: 't-1',
  })
  expect(coze.requests[0]).toMatchObject({
    method: 'POST',
    path: '/v1/api_apps',
    headers: { authorization: 'Bearer pat_local' },
    body: '{"app_type":"connector","connector_id":"7423989367674212345"}',
  })
})

test('the URL of an app is set, and its events are subscribed', async () => {
  await using coze = await serve((_request, response) => answerJson(response, 200, { code: 0, data: null }))
  await at(coze.url).setUrl('75', 'https://example.com/callback')
  await at(coze.url).subscribe('75', ['bot.published', 'bot.deleted'])
  expect(coze.requests).toMatchObject([
    {
      method: 'PUT',
      path: '/v1/api_apps/75',
      body: '{"callback_url":"https://example.com/callback"}',
    },
    {
      method: 'POST',
      path: '/v1/api_apps/75/events',
      body: '{"event_types":["bot.published","bot.deleted"]}',
    },
  ])
})

test('the events of an app are listed by type', async () => {
  const data = { items: [{ event_type: 'bot.published', name: '发布' }, { event_type: 'bot.deleted' }] }
  await using coze = await serve((_request, response) => answerJson(response, 200, { code: 0, data }))
  expect(await at(coze.url).listEvents('75')).toEqual(['bot.published', 'bot.deleted'])
  expect(coze.requests[0]?.path).toBe('/v1/api_apps/75/events?page_size=50&page_token=')
})

type Apps = ReturnType<typeof at>
const calls: [string, (apps: Apps) => Promise<unknown>][] = [
  ['listApiApp', apps => apps.list()],
  ['listApiApp', apps => apps.listEvents('75')],
  ['createApiApp', apps => apps.create('74')],
  ['updateApiApp', apps => apps.setUrl('75', 'https://example.com')],
  ['subscribeApiAppEvent', apps => apps.subscribe('75', [])],
]

test.each(calls)('without the permission %s its call says which one it needs', async (permission, call) => {
  await using coze = await serve((_request, response) => answerJson(response, 403, { code: 4101 }))
  await expect(call(at(coze.url))).rejects.toMatchObject({
    failure: { permission, code: 4101 },
    message: expect.stringContaining(`the credentials need the permission ${permission}`),
  })
})

test.each([
  ['whose id does not belong into a path', { id: '../v1/bots/1' }],
  ['that is nothing', null],
])('an app %s is left out, and the others are listed', async (_what, odd) => {
  const data = { items: [{ id: '74' }, odd, { id: '75' }] }
  await using coze = await serve((_request, response) => answerJson(response, 200, { code: 0, data }))
  expect((await at(coze.url).list()).map(({ id }) => id)).toEqual(['74', '75'])
})

test('an app whose URL cannot be read keeps its token, which may be in use', async () => {
  const data = { items: [{ id: '76', connector_id: 7, callback_url: { a: 1 }, verify_token: 'token-1' }] }
  await using coze = await serve((_request, response) => answerJson(response, 200, { code: 0, data }))
  expect(await at(coze.url).list()).toEqual([
    { id: '76', connectorId: '7', callbackUrl: 'unreadable', verifyToken: 'token-1' },
  ])
})

test('a list that leads round in a circle is broken off', async () => {
  const data = { items: [], has_more: true, next_page_token: 'again' }
  await using coze = await serve((_request, response) => answerJson(response, 200, { code: 0, data }))
  await expect(at(coze.url).list()).rejects.toThrow(
    'listing the callback apps, where the same page is next again and again, was answered with HTTP 200',
  )
  expect(coze.requests).toHaveLength(2)
})
