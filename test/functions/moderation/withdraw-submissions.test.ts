import { afterAll, expect, test } from '@jest/globals'
import { withdrawSubmissions } from '../../../functions/moderation/withdraw-submissions.ts'
import { log, openModerations } from './open-moderations.ts'

const { reviews, receive, close } = await openModerations()
afterAll(close)

test('a withdrawal ends what was published before it, and nothing that came after', async () => {
  const before = await receive({ eventId: 'before', eventTime: 1 })
  const after = await receive({ botId: before.botId, eventId: 'after', eventTime: 3 })
  await withdrawSubmissions(
    { ...before, kind: 'withdrawal', eventId: 'gone', eventTime: 2 },
    { reviews, log },
  )
  expect(await reviews.find(before)).toMatchObject({ status: 'withdrawn' })
  expect(await reviews.find(after)).toMatchObject({ status: 'in_review' })
})
