import { afterAll, expect, test } from '@jest/globals'
import { openChannel, setVisibilityTimeout } from '../journeys/open-channel.ts'
import { chooseSeed, createDice } from './dice.ts'
import { carryLoad, createCallNames, createLoad, findBreaches, isOurs } from './load.ts'

/** Far from a real load: after each kill processes are started anew, and two cores that are shared start a few a second. */
const publishes = 80
const atOnce = 3
/** Of about thirteen calls a publish: ten kills or so. */
const killsPerCall = 1 / 100

const channel = await openChannel({
  amend: template => setVisibilityTimeout(template, 10),
  context: { answerSeconds: 1, moderationConcurrency: 2 },
})
afterAll(channel.close)
const { CallbackDoorFunction: callback, ModerationDoorFunction: moderation } = channel.aws.functions

const doors = [callback, moderation] as const

const seed = chooseSeed()
const roll = createDice(seed)

test('functions that are killed again and again under load end every acknowledged publish once', async () => {
  const bots = createLoad(publishes, roll)
  const nameCall = createCallNames(bots)
  let kills = 0
  channel.world.interfere = async request => {
    if (isOurs(request)) return 'pass'
    const call = nameCall(request)
    if (roll('kill', call) > killsPerCall) return 'pass'
    kills += 1
    const killing = doors[roll('door', call) < 0.5 ? 0 : 1]?.killAll()
    if (roll('when', call) < 0.5) return 'pass-then-drop'
    await killing
    return 'drop'
  }
  await carryLoad(bots, atOnce, channel)
  channel.world.interfere = () => 'pass'
  expect({ seed, breaches: await findBreaches(bots, channel) }).toEqual({ seed, breaches: [] })
  expect(kills).toBeGreaterThan(0)
}, 300_000)
