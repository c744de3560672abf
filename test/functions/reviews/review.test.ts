import { expect, test } from '@jest/globals'
import { isNewer } from '../../../functions/reviews/review.ts'

test.each([
  ['a later event is newer', { eventTime: 2, eventId: 'a' }, { eventTime: 1, eventId: 'b' }, true],
  ['an earlier one is not', { eventTime: 1, eventId: 'b' }, { eventTime: 2, eventId: 'a' }, false],
  [
    'of one millisecond the greater id is newer',
    { eventTime: 1, eventId: 'b' },
    { eventTime: 1, eventId: 'a' },
    true,
  ],
  ['and the smaller is not', { eventTime: 1, eventId: 'a' }, { eventTime: 1, eventId: 'b' }, false],
  ['no event is newer than itself', { eventTime: 1, eventId: 'a' }, { eventTime: 1, eventId: 'a' }, false],
])('%s', (_sentence, event, other, newer) => {
  expect(isNewer(event, other)).toBe(newer)
})
