import { afterAll, expect, test } from '@jest/globals'
import type { Interference } from '../../local/aws/fault-proxy.ts'
import { openChannel, setVisibilityTimeout } from '../journeys/open-channel.ts'
import { chooseSeed, createDice } from './dice.ts'
import { carryLoad, createCallNames, createLoad, findBreaches, isOurs } from './load.ts'

const publishes = Number(process.env.BREAKING_PUBLISHES ?? 80)
const atOnce = 3
/** Secrets are read so seldom that one call in ten might be none at all. */
const faultsPerCall = { dynamodb: 0.1, sqs: 0.1, 'secrets-manager': 0.5 }
/** Twice as often what is worst for whoever repeats a call: it took effect, and nobody heard of it. */
const faults: readonly Interference[] = ['fail', 'drop', 'pass-then-drop', 'pass-then-drop']
/** Secrets are read once a minute, or by a process that has just begun. */
const botsPerProcess = 25

const channel = await openChannel({
  amend: template => setVisibilityTimeout(template, 10),
  context: { answerSeconds: 1, moderationConcurrency: 3 },
})
afterAll(channel.close)

const seed = chooseSeed()
const roll = createDice(seed)

test(
  'queue, table and secrets that fail one call in ten, or lose its answer, lose no publish and change no verdict',
  async () => {
    const bots = createLoad(publishes, roll)
    const nameCall = createCallNames(bots)
    const struck = new Map<string, number>()
    channel.world.interfere = request => {
      if (isOurs(request)) return 'pass'
      const call = nameCall(request)
      if (roll('fault', call) > faultsPerCall[request.service]) return 'pass'
      struck.set(request.service, (struck.get(request.service) ?? 0) + 1)
      return faults[Math.floor(roll('kind', call) * faults.length)] ?? 'fail'
    }
    for (let from = 0; from < bots.length; from += botsPerProcess) {
      await carryLoad(bots.slice(from, from + botsPerProcess), atOnce, channel)
      await Promise.all(Object.values(channel.aws.functions).map(created => created.killAll()))
    }
    channel.world.interfere = () => 'pass'
    expect({ seed, breaches: await findBreaches(bots, channel) }).toEqual({ seed, breaches: [] })
    expect([...struck.keys()].toSorted()).toEqual(['dynamodb', 'secrets-manager', 'sqs'])
  },
  publishes * 4_000,
)
