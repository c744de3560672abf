import { expect, test } from '@jest/globals'
import { countPublish } from '../../../bench/cost/count-publish.ts'
import { type FunctionUse, readPublishUse } from '../../../bench/cost/publish-use.ts'

/** Without what differs from machine to machine, or by a digit in an id. */
const countable = ({ calls, writeUnits, readUnits, logLines }: FunctionUse) => ({
  calls,
  writeUnits,
  readUnits,
  logLines,
})

test('a publish still does what its price was computed from: npm run bench:cost -- --measure counts anew', async () => {
  const now = await countPublish({ warmUp: 1, publishes: 3 })
  const then = readPublishUse()
  expect(countable(now.callback)).toEqual(countable(then.callback))
  expect(countable(now.moderation)).toEqual(countable(then.moderation))
  expect(now.reports).toBe(then.reports)
  expect(Math.abs(now.reviewBytes - then.reviewBytes)).toBeLessThan(20)
})
