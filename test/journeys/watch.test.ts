import { afterAll, expect, test } from '@jest/globals'
import { newBotId, openChannel } from './open-channel.ts'

/** No review may wait at all, for a test cannot wait a day. */
function setNoWait(template: unknown): unknown {
  return JSON.parse(
    JSON.stringify(template).replace('"ESCALATED_REVIEW_HOURS":"24"', '"ESCALATED_REVIEW_HOURS":"0"'),
  )
}

const { coze, aws, lines, drained, close } = await openChannel({
  amend: setNoWait,
  cozeCredentials: '{"access_token":"local-access-token","expires_on":"2020-01-01"}',
})
afterAll(close)

test('a round of the watch finds the review that waits for a person, and the token that expires', async () => {
  await coze.publish({ botId: newBotId(), name: '学习群', description: '加微信进群' })
  await drained()
  expect(await aws.functions.WatchDoorFunction?.invoke({})).toMatchObject({ outcome: 'success' })
  expect(lines.join('\n')).toContain('"message":{"event":"reviews-overdue","overdue":1}')
  expect(lines.join('\n')).toContain('"event":"credentials-expiring"')
})
