import { expect, test } from '@jest/globals'
import * as z from 'zod'
import { periodShape, readPeriod } from '../../../operator/reviews/period.ts'

const read = (given: Record<string, string>) =>
  readPeriod(z.object(periodShape).parse(given), 1_790_000_000_000)

test.each([
  [{}, 0, 9_007_199_254_740_991],
  [{ since: '2026-09-21' }, 1_789_948_800_000, 9_007_199_254_740_991],
  [{ since: '2026-09-21T08:00+08:00', until: '2026-09-21T00:00:01Z' }, 1_789_948_800_000, 1_789_948_801_000],
  [{ last: '30m' }, 1_789_998_200_000, 9_007_199_254_740_991],
  [{ last: '24h' }, 1_789_913_600_000, 9_007_199_254_740_991],
  [{ last: '7d', until: '2026-09-21' }, 1_789_395_200_000, 1_789_948_800_000],
])('%j is from %d to %d', (given, since, until) => {
  expect(read(given)).toEqual({ since, until })
})

test('two beginnings are one too many', () => {
  expect(() => read({ since: '2026-09-21', last: '24h' })).toThrow('give one')
})
