import { expect, test } from '@jest/globals'
import type { CozeStandIn } from '../../../local/coze/coze-stand-in.ts'
import { inReview, startStandIn, startTinyChannel } from './start-for-test.ts'

const botId = '7486758484001234567'
const bot = `/bots/${botId}`
const connector = '/v1/connectors/7423989367674212345'
const token = 'local-access-token'

async function startInReview(): Promise<CozeStandIn> {
  const { url } = await startTinyChannel([inReview])
  const standIn = await startStandIn({ callbackUrl: url, now: () => 1749038258245 })
  await standIn.publish({ botId, name: '天气助手', description: '查询天气', version: 'v1' })
  return standIn
}

type Request = { method: string; path: string; body?: string; bearer?: string }

function call(standIn: CozeStandIn, { method, path, body, bearer = token }: Request): Promise<Response> {
  const headers = { Authorization: `Bearer ${bearer}` }
  return fetch(standIn.url + path, { method, headers, ...(body && { body }) })
}

function report(standIn: CozeStandIn, request: Partial<Request> = {}): Promise<Response> {
  return call(standIn, { method: 'PUT', path: connector + bot, body: '{"audit_status":2}', ...request })
}

test('a report takes effect and is answered with a log id in the body and in the header', async () => {
  const standIn = await startInReview()
  const response = await report(standIn, { body: '{"audit_status":3,"reason":"涉嫌违规"}' })
  expect(response.status).toBe(200)
  const logid = response.headers.get('x-tt-logid')
  expect(logid).toMatch(/^[0-9a-f]{32}$/)
  expect(await response.json()).toEqual({ code: 0, msg: '', detail: { logid } })
  expect(standIn.bot(botId)).toMatchObject({ state: 3, reason: '涉嫌违规' })
})

test('every report is kept with what became of it', async () => {
  const standIn = await startInReview()
  await report(standIn, { bearer: 'stolen' })
  await report(standIn)
  expect(standIn.reports).toEqual([
    {
      connectorId: '7423989367674212345',
      botId: '7486758484001234567',
      auditStatus: 2,
      reason: undefined,
      token: 'stolen',
      at: 1749038258245,
      tookEffect: false,
      answered: expect.objectContaining({ status: 401, body: expect.objectContaining({ code: 4100 }) }),
    },
    expect.objectContaining({
      token: 'local-access-token',
      tookEffect: true,
      answered: expect.objectContaining({ status: 200, body: expect.objectContaining({ code: 0 }) }),
    }),
  ])
})

test('a report is found whether it came before or comes later', async () => {
  const standIn = await startInReview()
  const later = standIn.report(({ auditStatus }) => auditStatus === 2)
  await report(standIn)
  expect(await later).toMatchObject({ tookEffect: true })
  expect(await standIn.report(({ auditStatus }) => auditStatus === 2)).toBe(await later)
})

test('a report that does not come is told with those that did', async () => {
  const standIn = await startInReview()
  await report(standIn)
  await expect(standIn.report(({ auditStatus }) => auditStatus === 3, 20)).rejects.toThrow(
    'no such report within 20 ms, but 2 on 7486758484001234567',
  )
})

test('nobody waits for a report when the stand-in has closed', async () => {
  const standIn = await startInReview()
  const refused = expect(standIn.report(() => true)).rejects.toThrow('no such report')
  await standIn.close()
  await refused
})

const refusals: readonly (readonly [
  name: string,
  request: Partial<Request>,
  status: number,
  code: number,
])[] = [
  ['an unknown token', { bearer: 'stolen' }, 401, 4100],
  ['the channel of somebody else', { path: `/v1/connectors/7000000000000000001${bot}` }, 403, 4101],
  ['a bot nobody published', { path: `${connector}/bots/7486758484001234568` }, 200, 4006],
  ['an unknown status', { body: '{"audit_status":4}' }, 200, 4000],
  ['a status in quotes', { body: '{"audit_status":"2"}' }, 200, 4000],
  ['a body that is no JSON', { body: 'audit_status=2' }, 200, 4000],
  ['a reason of 1,001 characters', { body: `{"audit_status":3,"reason":"${'长'.repeat(1001)}"}` }, 200, 4000],
  ['an id that was rounded and written with an exponent', { path: `${connector}/bots/7.48e18` }, 404, 4000],
]

for (const [name, request, status, code] of refusals) {
  test(`a report with ${name} is refused with ${code} and changes nothing`, async () => {
    const standIn = await startInReview()
    const response = await report(standIn, request)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code, detail: { logid: expect.any(String) } })
    expect(standIn.bot(botId)?.state).toBe(1)
  })
}

test('the profile is that of the latest publish', async () => {
  const standIn = await startInReview()
  const response = await call(standIn, { method: 'GET', path: `/v1${bot}?is_published=true` })
  expect(await response.json()).toMatchObject({
    code: 0,
    data: {
      bot_id: '7486758484001234567',
      name: '天气助手',
      description: '查询天气',
      version: 'v1',
    },
  })
})

test('the profile of a draft, of an unknown bot, or without a token is refused', async () => {
  const standIn = await startInReview()
  const codeOf = async (path: string, bearer = token) =>
    (await call(standIn, { method: 'GET', path, bearer })).json()
  expect(await codeOf(`/v1${bot}`)).toMatchObject({ code: 4000 })
  expect(await codeOf('/v1/bots/1?is_published=true')).toMatchObject({ code: 4006 })
  expect(await codeOf(`/v1${bot}?is_published=true`, 'stolen')).toMatchObject({ code: 4100 })
})

test('a bot is taken down with its reason', async () => {
  const standIn = await startInReview()
  const body = '{"connector_id":"7423989367674212345","unpublish_reason":"被投诉"}'
  const response = await call(standIn, { method: 'POST', path: `/v1${bot}/unpublish`, body })
  expect(await response.json()).toMatchObject({ code: 0 })
  expect(standIn.bot(botId)).toMatchObject({ state: 'unpublished', reason: '被投诉' })
  expect(await (await report(standIn)).json()).toMatchObject({ code: 4200 })
})

test('a bot is not taken down from another channel, without a channel, or without a token', async () => {
  const standIn = await startInReview()
  const codeOf = async (body: string, bearer = token) =>
    (await call(standIn, { method: 'POST', path: `/v1${bot}/unpublish`, body, bearer })).json()
  expect(await codeOf('{"connector_id":"1"}')).toMatchObject({ code: 4101 })
  expect(await codeOf('{}')).toMatchObject({ code: 4000 })
  expect(await codeOf('{"connector_id":"7423989367674212345"}', 'stolen')).toMatchObject({ code: 4100 })
  expect(standIn.bot(botId)?.state).toBe(1)
})

test('anything else is not found', async () => {
  const standIn = await startInReview()
  const response = await call(standIn, { method: 'DELETE', path: `/v1${bot}` })
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ code: 4000 })
})
