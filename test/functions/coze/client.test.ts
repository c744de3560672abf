import { expect, test } from '@jest/globals'
import type { GetAccessToken } from '../../../functions/coze/access-token.ts'
import { auditStatus } from '../../../functions/coze/audit.ts'
import { createProfileFetcher, createReporter, exchangeJwt } from '../../../functions/coze/client.ts'
import { answerJson, serve } from '../../serve.ts'

const bot = { connectorId: '7423989367674212345', botId: '7486758484001234567' }
const approved = { audit_status: auditStatus.approved } as const
const token: GetAccessToken = async () => 'pat_local'
const reportTo = (apiBase: string, getAccessToken = token, timeoutMs = 2_000) =>
  createReporter({ apiBase, timeoutMs }, getAccessToken)(bot, approved)

test('a report names channel and bot in its path, carries the token, and gives the log id', async () => {
  await using coze = await serve((_request, response) =>
    answerJson(response, 200, { code: 0, msg: '' }, { 'x-tt-logid': 'log-1' }),
  )
  const rejected = { audit_status: auditStatus.rejected, reason: '名称请修改' } as const
  const report = createReporter({ apiBase: coze.url, timeoutMs: 2_000 }, token)

  expect(await report(bot, rejected)).toEqual({ logId: 'log-1' })
  expect(coze.requests[0]).toMatchObject({
    method: 'PUT',
    path: '/v1/connectors/7423989367674212345/bots/7486758484001234567',
    headers: { authorization: 'Bearer pat_local' },
    body: '{"audit_status":3,"reason":"名称请修改"}',
  })
})

test('code 0 is success whatever the HTTP status', async () => {
  await using coze = await serve((_request, response) =>
    answerJson(response, 500, { code: 0, detail: { logid: 'log-2' } }),
  )
  expect(await reportTo(coze.url)).toEqual({ logId: 'log-2' })
})

test.each([
  [200, { code: 4000 }, 'operator'],
  [200, { code: 4006 }, 'try-while-young'],
  [404, { code: 4200 }, 'try-while-young'],
  [200, { code: 4008 }, 'try-later'],
  [200, { code: 4009 }, 'try-later'],
  [200, { code: 4020 }, 'try-later'],
  [200, { code: 5000 }, 'try-later'],
  [403, { code: 4101 }, 'operator'],
  [200, { code: 4100 }, 'renew-token'],
  [200, { code: 700012006 }, 'renew-token'],
  [401, {}, 'renew-token'],
  [403, {}, 'operator'],
  [404, {}, 'operator'],
  [418, {}, 'operator'],
  [429, {}, 'try-later'],
  [500, {}, 'try-later'],
  [502, 'not JSON', 'try-later'],
  [200, { code: 123456 }, 'try-later'],
  [200, {}, 'try-later'],
  [400, { code: 123456 }, 'operator'],
])('HTTP %d with %j is answered by: %s', async (status, body, remedy) => {
  await using coze = await serve((_request, response) => answerJson(response, status, body))
  await expect(reportTo(coze.url)).rejects.toMatchObject({ name: 'CozeError', remedy })
})

test('a log id that would steer a terminal is none', async () => {
  const odd = { code: 4101, detail: { logid: '\u001b[2J' } }
  await using coze = await serve((_request, response) =>
    answerJson(response, 403, odd, { 'x-tt-logid': '\u009b2J' }),
  )
  await expect(reportTo(coze.url)).rejects.toMatchObject({ failure: { code: 4101, logId: undefined } })
})

test('a failure keeps status, code, log id and the time Coze asks to wait', async () => {
  await using coze = await serve((_request, response) =>
    answerJson(response, 429, { code: 4020 }, { 'x-tt-logid': 'log-3', 'retry-after': '7' }),
  )
  await expect(reportTo(coze.url)).rejects.toMatchObject({
    failure: { httpStatus: 429, code: 4020, logId: 'log-3', retryAfterMs: 7_000 },
    message:
      'reporting the review result was answered with HTTP 429, code 4020, log id log-3: it is tried again',
  })
})

test('a Retry-After that is a date is held against the clock of the server', async () => {
  await using coze = await serve((_request, response) =>
    answerJson(
      response,
      503,
      {},
      {
        date: 'Sun, 01 Nov 2026 10:00:00 GMT',
        'retry-after': 'Sun, 01 Nov 2026 10:01:30 GMT',
      },
    ),
  )
  await expect(reportTo(coze.url)).rejects.toMatchObject({ failure: { retryAfterMs: 90_000 } })
})

test('a server that never answers costs the time-out and no more', async () => {
  await using coze = await serve(() => {})
  await expect(reportTo(coze.url, token, 50)).rejects.toMatchObject({
    remedy: 'try-later',
    cause: { name: 'TimeoutError' },
  })
})

test('a body that never ends costs the time-out and no more', async () => {
  await using coze = await serve((_request, response) => response.writeHead(200).write('{'))
  await expect(reportTo(coze.url, token, 50)).rejects.toMatchObject({ remedy: 'try-later' })
})

test('a dropped connection is worth another try', async () => {
  await using coze = await serve((_request, response) => response.destroy())
  await expect(reportTo(coze.url)).rejects.toMatchObject({ remedy: 'try-later' })
})

test('a redirect is not followed: the token would go along', async () => {
  await using coze = await serve((_request, response) => response.writeHead(302, { location: '/x' }).end())
  await expect(reportTo(coze.url)).rejects.toMatchObject({ remedy: 'try-later' })
  expect(coze.requests).toHaveLength(1)
})

test('a refused token is renewed once, and the call made again with the new one', async () => {
  await using coze = await serve((request, response) =>
    request.headers.authorization === 'Bearer new'
      ? answerJson(response, 200, { code: 0 })
      : answerJson(response, 401, { code: 4100 }),
  )
  const renewing: GetAccessToken = async hint => (hint?.refused === 'old' ? 'new' : 'old')
  await expect(reportTo(coze.url, renewing)).resolves.toBeDefined()
  expect(coze.requests).toHaveLength(2)
})

test('two refused tokens are the end of it', async () => {
  await using coze = await serve((_request, response) => answerJson(response, 401, {}))
  const renewing: GetAccessToken = async hint => (hint === undefined ? 'old' : 'new')
  await expect(reportTo(coze.url, renewing)).rejects.toMatchObject({ remedy: 'renew-token' })
  expect(coze.requests).toHaveLength(2)
})

test('the same token is not shown twice', async () => {
  await using coze = await serve((_request, response) => answerJson(response, 401, {}))
  await expect(reportTo(coze.url)).rejects.toMatchObject({ remedy: 'renew-token' })
  expect(coze.requests).toHaveLength(1)
})

test('a JWT is exchanged for a token that expires at a Unix second', async () => {
  await using coze = await serve((_request, response) =>
    answerJson(response, 200, { access_token: 'czs_1', expires_in: 1_800_000_000 }),
  )
  const issued = await exchangeJwt({ apiBase: coze.url, timeoutMs: 2_000 }, 'a.b.c', 3_600)
  expect(issued).toEqual({ accessToken: 'czs_1', expiresAtMs: 1_800_000_000_000 })
  expect(coze.requests[0]).toMatchObject({
    method: 'POST',
    path: '/api/permission/oauth2/token',
    headers: { authorization: 'Bearer a.b.c' },
    body: '{"grant_type":"urn:ietf:params:oauth:grant-type:jwt-bearer","duration_seconds":3600}',
  })
})

test.each([
  [400, { error: 'invalid_request' }, 'operator'],
  [401, { error_code: 'invalid_client' }, 'operator'],
  [200, { code: 'access_deny' }, 'operator'],
  [500, { error: 'internal_error' }, 'try-later'],
  [200, {}, 'try-later'],
])('an exchange answered with HTTP %d and %j is answered by: %s', async (status, body, remedy) => {
  await using coze = await serve((_request, response) => answerJson(response, status, body))
  await expect(exchangeJwt({ apiBase: coze.url, timeoutMs: 2_000 }, 'jwt', 900)).rejects.toMatchObject({
    remedy,
  })
})

test('the profile is that of the published bot', async () => {
  await using coze = await serve((_request, response) =>
    answerJson(response, 200, {
      code: 0,
      data: { version: 1718609571001, prompt_info: { prompt: '提示词' } },
    }),
  )
  const fetchProfile = createProfileFetcher({ apiBase: coze.url, timeoutMs: 2_000 }, token)
  expect(await fetchProfile('7486758484001234567')).toEqual({
    version: '1718609571001',
    texts: [{ field: 'prompt', text: '提示词' }],
  })
  expect(coze.requests[0]).toMatchObject({
    method: 'GET',
    path: '/v1/bots/7486758484001234567?is_published=true',
    body: '',
  })
})

test('a profile that may not be seen says so', async () => {
  await using coze = await serve((_request, response) => answerJson(response, 200, { code: 4101 }))
  const fetchProfile = createProfileFetcher({ apiBase: coze.url, timeoutMs: 2_000 }, token)
  await expect(fetchProfile('42')).rejects.toMatchObject({ remedy: 'operator', failure: { code: 4101 } })
})
