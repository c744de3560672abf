import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { backOffSeconds } from '../../../functions/moderation/back-off.ts'

test.each([
  [1, 2],
  [2, 4],
  [5, 32],
  [8, 256],
  [9, 300],
  [900, 300],
])('the delivery number %d is put off %d seconds', (receives, seconds) => {
  expect(backOffSeconds(receives, 0, 0)).toBe(seconds)
})

test('a server that asks for more time gets it', () => {
  expect(backOffSeconds(1, 90_000, 0)).toBe(90)
})

test('a server that asks for an hour or a week gets a quarter of an hour', () => {
  expect(backOffSeconds(1, 3_600_000, 0)).toBe(900)
  expect(backOffSeconds(1, 604_800_000, 0)).toBe(900)
})

test('no delay is below a second or, unasked, above five minutes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (receives, chance) => {
        const seconds = backOffSeconds(receives, 0, chance)
        expect(Number.isInteger(seconds)).toBe(true)
        expect(seconds).toBeGreaterThanOrEqual(1)
        expect(seconds).toBeLessThanOrEqual(300)
      },
    ),
  )
})

test('72 hours of an outage fit into a receive limit of 1,000, however the dice fall', () => {
  let waited = 0
  let receives = 0
  while (waited < 72 * 3_600) waited += backOffSeconds(++receives, 0, 1)
  expect(receives).toBeLessThan(1_000)
})
