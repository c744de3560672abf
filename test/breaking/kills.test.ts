import { afterAll, expect, test } from '@jest/globals'
import { openChannel, setVisibilityTimeout } from '../journeys/open-channel.ts'
import { chooseSeed, createDice } from './dice.ts'
import { carryLoad, createCallNames, createLoad, findBreaches, isOurs } from './load.ts'

const publishes = Number(process.env.BREAKING_PUBLISHES ?? 300)
const atOnce = 3
/** After each kill processes are started anew, which takes longer than the publish. */
const kills = Math.sqrt(publishes)
/** A publish takes about thirteen. */
const calls = publishes * 13

const channel = await openChannel({
  amend: template => setVisibilityTimeout(template, 10),
  context: { answerSeconds: 1, moderationConcurrency: 2 },
})
afterAll(channel.close)
const { CallbackDoorFunction: callback, ModerationDoorFunction: moderation } = channel.aws.functions

const doors = [callback, moderation] as const

const seed = chooseSeed()
const roll = createDice(seed)

test(
  'functions that are killed again and again under load end every acknowledged publish once',
  async () => {
    const bots = createLoad(publishes, roll)
    const nameCall = createCallNames(bots)
    let killed = 0
    channel.world.interfere = async request => {
      if (isOurs(request)) return 'pass'
      const call = nameCall(request)
      if (roll('kill', call) > kills / calls) return 'pass'
      killed += 1
      const killing = doors[roll('door', call) < 0.5 ? 0 : 1]?.killAll()
      if (roll('when', call) < 0.5) return 'pass-then-drop'
      await killing
      return 'drop'
    }
    await carryLoad(bots, atOnce, channel)
    channel.world.interfere = () => 'pass'
    expect({ seed, breaches: await findBreaches(bots, channel) }).toEqual({ seed, breaches: [] })
    expect(killed).toBeGreaterThan(0)
  },
  publishes * 4_000,
)
