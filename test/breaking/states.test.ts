import { isDeepStrictEqual } from 'node:util'
import { afterAll, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { ReviewStore } from '../../functions/reviews/review-store.ts'
import { openStore } from '../functions/reviews/open-store.ts'
import type { CozeOfOneBot } from './coze-of-one-bot.ts'
import { type Happening, happening, publishAndAcknowledge } from './happenings.ts'
import { type OneBot, openOneBot } from './one-bot.ts'
import { comeToRest, findBreachesAtEnd, findBreachesAtRest } from './promises-of-one-bot.ts'
import { createReviewsInMemory } from './reviews-in-memory.ts'

const table = await openStore()
afterAll(table.close)

/** What Coze knows is the model: to it the service has to keep its promises. */
const toCommand = ({ name, happen }: Happening): fc.AsyncCommand<CozeOfOneBot, OneBot> => ({
  check: () => true,
  async run(_coze, bot) {
    await happen(bot)
    expect(await findBreachesAtRest(bot)).toEqual([])
  },
  toString: () => name,
})

const startMs = 1_790_000_000_000
/** How far Coze's clock is ahead of ours. */
const aheadMs = fc.constantFrom(0, 250, 9_000)
let bots = 0

/** Walks bots through whatever may happen to them, each at its own random order. */
async function walk(
  runs: number,
  openReviews: () => { reviews: ReviewStore; clock: { nowMs: number } },
): Promise<void> {
  const commands = fc.commands([happening.map(toCommand)], { maxCommands: 16, size: 'max' })
  const property = fc.asyncProperty(
    aheadMs,
    publishAndAcknowledge,
    commands,
    async (ahead, first, commands) => {
      const { reviews, clock } = openReviews()
      const bot = openOneBot(reviews, clock, String(++bots), ahead)
      await first.happen(bot)
      await fc.asyncModelRun(() => ({ model: bot.coze, real: bot }), commands)
      await comeToRest(bot)
      expect(await findBreachesAtEnd(bot)).toEqual([])
    },
  )
  await fc.assert(property, { numRuns: runs })
}

const runs = Number(process.env.BREAKING_RUNS ?? 1_500)

test('whatever happens to a bot, in whatever order, no promise is broken', async () => {
  await walk(runs, () => {
    const clock = { nowMs: startMs }
    return { clock, reviews: createReviewsInMemory(() => clock.nowMs) }
  })
})

test('the record in memory, with which that and the outage were shown, is what the table would be', async () => {
  const { clock } = table
  const differences: unknown[] = []
  await walk(Math.ceil(runs / 60), () => {
    const twin = createReviewsInMemory(() => clock.nowMs)
    return { clock, reviews: compare(table.reviews, twin, differences) }
  })
  expect(differences).toEqual([])
})

/** Asks both, gives what the first says, and keeps what they do not agree on. */
function compare(reviews: ReviewStore, twin: ReviewStore, differences: unknown[]): ReviewStore {
  const compared = Object.entries(reviews).map(([name, call]) => [
    name,
    async (...parameters: unknown[]) => {
      const said = await Reflect.apply(call, reviews, parameters)
      const saidByTwin = await Reflect.apply(Reflect.get(twin, name), twin, parameters)
      if (!isDeepStrictEqual(withoutExpiry(said), withoutExpiry(saidByTwin)))
        differences.push({ name, parameters, said, saidByTwin })
      return said
    },
  ])
  return Object.fromEntries(compared)
}

/** What is in memory does not expire. */
function withoutExpiry(said: unknown): unknown {
  return said === undefined ? undefined : JSON.parse(JSON.stringify(said), dropExpiry)
}
const dropExpiry = (key: string, value: unknown) => (key === 'expiresAt' ? undefined : value)
