import { expect, test } from '@jest/globals'
import type { CozeStandIn } from '../../../local/coze/coze-stand-in.ts'
import { approved, inReview, startStandIn, startTinyChannel } from './start-for-test.ts'

const botId = '7486758484001234567'

async function startInReview(): Promise<CozeStandIn> {
  const { url } = await startTinyChannel([inReview])
  const standIn = await startStandIn({ callbackUrl: url })
  await standIn.publish({ botId, name: '天气助手', description: '查询天气' })
  return standIn
}

function approve(standIn: CozeStandIn, signal?: AbortSignal): Promise<Response> {
  return fetch(`${standIn.url}/v1/connectors/7423989367674212345/bots/${botId}`, {
    method: 'PUT',
    headers: { Authorization: 'Bearer local-access-token' },
    body: '{"audit_status":2}',
    ...(signal && { signal }),
  })
}

const lost = expect.objectContaining({ message: 'fetch failed' })

test('a scripted status comes with its headers and its body, and has no effect', async () => {
  const standIn = await startInReview()
  standIn.misbehave({
    on: 'report',
    how: { status: 429, headers: { 'Retry-After': '7' }, body: { code: 4008, msg: '慢一点' } },
  })
  const response = await approve(standIn)
  expect(response.status).toBe(429)
  expect(response.headers.get('retry-after')).toBe('7')
  expect(await response.json()).toEqual({ code: 4008, msg: '慢一点' })
  expect(standIn.bot(botId)?.state).toBe(1)
})

test('a scripted status without a body has an empty one', async () => {
  const standIn = await startInReview()
  standIn.misbehave({ on: 'report', how: { status: 500 } })
  expect(await (await approve(standIn)).text()).toBe('')
})

test('a scripted code comes in an answer of 200, even that of a bad token', async () => {
  const standIn = await startInReview()
  standIn.misbehave({ on: 'report', how: { code: 4100 } })
  const response = await approve(standIn)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    code: 4100,
    detail: { logid: response.headers.get('x-tt-logid') },
  })
})

test('a script is played as often as told, then all is as ever', async () => {
  const standIn = await startInReview()
  standIn.misbehave({ on: 'report', times: 2, how: { status: 503 } })
  expect((await approve(standIn)).status).toBe(503)
  expect((await approve(standIn)).status).toBe(503)
  expect((await approve(standIn)).status).toBe(200)
  expect(standIn.reports.map(({ tookEffect }) => tookEffect)).toEqual([false, false, true])
})

test('scripts are played in the order in which they were given', async () => {
  const standIn = await startInReview()
  standIn.misbehave({ on: 'report', how: { status: 500 } })
  standIn.misbehave({ on: 'report', how: { status: 502 } })
  expect((await approve(standIn)).status).toBe(500)
  expect((await approve(standIn)).status).toBe(502)
})

test('a script for another call leaves the report alone', async () => {
  const standIn = await startInReview()
  standIn.misbehave({ on: 'token', how: { status: 500 } })
  standIn.misbehave({ on: 'profile', how: 'drop' })
  expect((await approve(standIn)).status).toBe(200)
  const profile = fetch(`${standIn.url}/v1/bots/${botId}?is_published=true`)
  await expect(profile).rejects.toEqual(lost)
  const token = await fetch(`${standIn.url}/api/permission/oauth2/token`, { method: 'POST' })
  expect(token.status).toBe(500)
})

test('a dropped report has no effect and no answer', async () => {
  const standIn = await startInReview()
  standIn.misbehave({ on: 'report', how: 'drop' })
  await expect(approve(standIn)).rejects.toEqual(lost)
  expect(standIn.reports).toEqual([expect.objectContaining({ tookEffect: false, answered: 'dropped' })])
  expect(standIn.bot(botId)?.state).toBe(1)
})

test('a report can take effect though its answer is lost', async () => {
  const standIn = await startInReview()
  standIn.misbehave({ on: 'report', how: { takeEffectThen: 'drop' } })
  await expect(approve(standIn)).rejects.toEqual(lost)
  expect(standIn.reports).toEqual([expect.objectContaining({ tookEffect: true, answered: 'dropped' })])
  expect(standIn.bot(botId)?.state).toBe(2)
})

test('a report can take effect though it is answered with an error', async () => {
  const standIn = await startInReview()
  standIn.misbehave({ on: 'report', how: { takeEffectThen: { status: 500 } } })
  expect((await approve(standIn)).status).toBe(500)
  expect(standIn.bot(botId)?.state).toBe(2)
})

test('a report can take effect and its answer hang until it is released', async () => {
  const standIn = await startInReview()
  const hanging = standIn.misbehave({ on: 'report', how: { takeEffectThen: 'hang' } })
  const call = approve(standIn)
  await standIn.shown(botId, 2)
  expect(standIn.reports).toEqual([expect.objectContaining({ tookEffect: true, answered: undefined })])
  hanging.release()
  expect((await call).status).toBe(200)
  expect(standIn.bot(botId)?.history.map(({ state }) => state)).toEqual(['publishing', 1, 2])
})

test('a held report takes effect when it is released, on the version that is newest by then', async () => {
  const standIn = await startInReview()
  const held = standIn.hold()
  const call = approve(standIn)
  await held.met
  const newer = await standIn.publish({ botId, name: '天气助手', description: '换了内容', version: 'v2' })
  expect(newer.audit).toEqual({ auditStatus: 1, reason: '' })
  held.release()
  expect((await call).status).toBe(200)
  expect(standIn.bot(botId)?.history.at(-1)).toMatchObject({
    state: 2,
    version: 'v2',
    cause: { by: 'report' },
  })
})

test('a held report takes effect even when its caller has gone', async () => {
  const standIn = await startInReview()
  const held = standIn.hold()
  const caller = new AbortController()
  const call = approve(standIn, caller.signal)
  await held.met
  caller.abort()
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  held.release()
  expect(await standIn.report(({ tookEffect }) => tookEffect)).toMatchObject({ auditStatus: 2 })
})

test('a hold that is released before anything came holds nothing', async () => {
  const standIn = await startInReview()
  standIn.hold().release()
  expect((await approve(standIn)).status).toBe(200)
})

test('an outage lasts until it is released', async () => {
  const standIn = await startInReview()
  const outage = standIn.misbehave({ on: 'report', times: Number.POSITIVE_INFINITY, how: { status: 503 } })
  expect((await approve(standIn)).status).toBe(503)
  expect((await approve(standIn)).status).toBe(503)
  outage.release()
  expect((await approve(standIn)).status).toBe(200)
})

test('a delayed report is answered as ever, only later', async () => {
  const standIn = await startInReview()
  standIn.misbehave({ on: 'report', delayMs: 40 })
  const startedAt = performance.now()
  expect((await approve(standIn)).status).toBe(200)
  expect(performance.now() - startedAt).toBeGreaterThan(35)
})

test('what hangs is dropped when the stand-in closes', async () => {
  const standIn = await startInReview()
  const hanging = standIn.misbehave({ on: 'report', how: 'hang' })
  const call = approve(standIn)
  const failed = expect(call).rejects.toEqual(lost)
  await hanging.met
  await standIn.close()
  await failed
  expect(standIn.bot(botId)?.state).toBe(1)
})

test('a publish can be approved at once', async () => {
  const { url } = await startTinyChannel([approved])
  const standIn = await startStandIn({ callbackUrl: url })
  await standIn.publish({ botId, name: '天气助手', description: '' })
  expect(standIn.bot(botId)?.state).toBe(2)
})
