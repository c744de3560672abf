import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from '@jest/globals'
import { findLatestEvent } from '../../../functions/reviews/latest-event.ts'
import { newSubmission, openStore } from './open-store.ts'

const { reviews, client, requests, close } = await openStore()
afterAll(close)

const bot = (botId: string) => ({ connectorId: '7423989367674212345', botId })

test('where nothing came, nothing is found', async () => {
  expect(await findLatestEvent(client, 'reviews')).toBeUndefined()
})

test('of all bots the newest event is found, a withdrawal as well as a publish', async () => {
  await reviews.setNewest({
    ...bot('7486758484001234567'),
    eventId: 'a',
    eventTime: 1_790_000_000_001,
    kind: 'publish',
  })
  await reviews.setNewest({
    ...bot('7486758484001234568'),
    eventId: 'b',
    eventTime: 1_790_000_000_003,
    kind: 'withdrawal',
  })
  await reviews.setNewest({
    ...bot('7486758484001234569'),
    eventId: 'c',
    eventTime: 1_790_000_000_002,
    kind: 'publish',
  })
  expect(await findLatestEvent(client, 'reviews')).toEqual({
    botId: '7486758484001234568',
    eventTime: 1_790_000_000_003,
    isSure: true,
  })
})

test('a large record is looked through as far as eight pages, and the finding says so', async () => {
  for (let count = 0; count < 40; count += 1)
    await reviews.receive({ ...newSubmission(), description: randomBytes(200_000).toString('base64') })
  requests.length = 0
  expect(await findLatestEvent(client, 'reviews')).toMatchObject({ isSure: false })
  expect(requests.map(({ operation }) => operation)).toEqual(Array(8).fill('Scan'))
})
