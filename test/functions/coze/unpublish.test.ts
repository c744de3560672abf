import { expect, test } from '@jest/globals'
import { createUnpublisher } from '../../../functions/coze/unpublish.ts'
import { answerJson, serve } from '../../serve.ts'

const bot = { connectorId: '7423989367674212345', botId: '7486758484001234567' }
const at = (apiBase: string) => createUnpublisher({ apiBase, timeoutMs: 2_000 }, async () => 'pat_local')

test('a bot is taken off a channel with a reason, and the log id of the call is given', async () => {
  await using coze = await serve((_request, response) =>
    answerJson(response, 200, { code: 0, msg: '', detail: { logid: 'log-1' } }),
  )
  expect(await at(coze.url)(bot, '被投诉')).toEqual({ logId: 'log-1' })
  expect(coze.requests[0]).toMatchObject({
    method: 'POST',
    path: '/v1/bots/7486758484001234567/unpublish',
    headers: { authorization: 'Bearer pat_local' },
    body: '{"connector_id":"7423989367674212345","unpublish_reason":"被投诉"}',
  })
})

test('without the permission it says which one it needs', async () => {
  await using coze = await serve((_request, response) => answerJson(response, 403, {}))
  await expect(at(coze.url)(bot, '')).rejects.toThrow('the permission Connector.disconnectBot')
})
