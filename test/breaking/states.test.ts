import { afterAll, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { openStore } from '../functions/reviews/open-store.ts'
import { type OneBot, openOneBot } from './one-bot.ts'
import { type Fate, fine, type Said } from './paced-story.ts'
import { comeToRest, findBreachesAtEnd, findBreachesAtRest } from './promises-of-one-bot.ts'

const { reviews, clock, close } = await openStore()
afterAll(close)

/** What is at Coze, which decides what can happen next. */
type Model = { published: number; isOnChannel: boolean }
type Command = fc.AsyncCommand<Model, OneBot>

/** Something that can happen once a bot was published, and after which no promise may be broken. */
function happening(name: string, happen: (bot: OneBot) => Promise<unknown>): Command {
  return {
    check: ({ published }) => published > 0,
    async run(_model, bot) {
      await happen(bot)
      expect(await findBreachesAtRest(bot)).toEqual([])
    },
    toString: () => name,
  }
}

const pick = <T>(all: readonly T[], place: number): T | undefined => all[place % Math.max(1, all.length)]
const place = fc.nat(3)

/** What the moderators say when they are asked for the first, the second and the third time. */
const opinions = fc.array(fc.constantFrom('approve', 'reject', 'escalate'), { minLength: 3, maxLength: 3 })

const publish = opinions.map<Command>(said => ({
  check: () => true,
  async run(model, bot) {
    Object.assign(model, { published: model.published + 1, isOnChannel: true })
    bot.happen('publish', said)
  },
  toString: () => `publish (${said.join(', ')})`,
}))

const publishUndisturbed = opinions.map<Command>(said => ({
  check: () => true,
  async run(model, bot) {
    Object.assign(model, { published: model.published + 1, isOnChannel: true })
    const event = bot.happen('publish', said)
    await goTo(bot, await bot.send(event), () => false)
    for (const answer of bot.answers.filter(one => one.event === event)) bot.arrive(answer)
    expect(await findBreachesAtRest(bot)).toEqual([])
  },
  toString: () => `publish and acknowledge (${said.join(', ')})`,
}))

const unpublish = fc.constant<Command>({
  check: ({ isOnChannel }) => isOnChannel,
  async run(model, bot) {
    model.isOnChannel = false
    bot.happen('withdrawal')
  },
  toString: () => 'unpublish',
})

const send = place.map(place =>
  happening(`send the last event but ${place}`, async bot => {
    const event = pick(bot.coze.events.toReversed(), place)
    return event && bot.send(event)
  }),
)
const deliver = fc.constant(happening('deliver', bot => bot.deliver()))

/** The calls before which it matters most what else happens. */
const crucial = fc.constantFrom(
  'report',
  'report',
  'report',
  'recordVerdict',
  'findNewest',
  'setNewest',
  'recordAnswer',
  'close',
)

const deliverAndGoTo = crucial.map(call =>
  happening(`deliver and go to ${call}`, async bot => {
    const door = await bot.deliver()
    return door && goTo(bot, door, next => next.startsWith(call))
  }),
)
const goToCall = fc.tuple(place, crucial).map(([place, call]) =>
  happening(`let story ${place} go to ${call}`, async bot => {
    const door = pick(bot.doors, place)
    return door && goTo(bot, door, next => next.startsWith(call))
  }),
)
const finish = place.map(place =>
  happening(`let story ${place} end`, async bot => {
    const door = pick(bot.doors, place)
    return door && goTo(bot, door, () => false)
  }),
)

async function goTo(
  bot: OneBot,
  door: OneBot['doors'][number],
  isThere: (next: string) => boolean,
): Promise<void> {
  while (door.story.next !== undefined && !isThere(door.story.next)) await bot.goOn(door)
}

const silence: Said = {}
const refusal = fc.constantFrom<Said>({ httpStatus: 503 }, { code: 4101 }, { code: 4006 }, { code: 4100 })
const fate = fc.oneof<fc.Arbitrary<Fate>[]>(
  fc.constant(fine),
  fc.constant(fine),
  fc.record({ ending: fc.constant('error'), takesEffect: fc.boolean(), said: fc.constant(silence) }),
  fc.record({ ending: fc.constant('error'), takesEffect: fc.constant(false), said: refusal }),
  fc.record({ ending: fc.constant('death'), takesEffect: fc.boolean() }),
)
const goOn = fc.tuple(place, fate).map(([place, fate]) =>
  happening(`let the next call of story ${place} end in ${JSON.stringify(fate)}`, async bot => {
    const door = pick(bot.doors, place)
    return door && bot.goOn(door, fate)
  }),
)

const answer = fc.tuple(place, fc.boolean()).map(([place, isLost]) =>
  happening(`answer ${place} ${isLost ? 'is lost' : 'arrives'}`, async bot => {
    const answer = pick(bot.answers, place)
    if (answer !== undefined) isLost ? bot.lose(answer) : bot.arrive(answer)
  }),
)
const wait = fc
  .constantFrom(100, 1_000, 3_000, 30_000, 300_000, 720_000)
  .map(ms => happening(`wait ${ms} ms`, async bot => bot.pass(ms)))

const commands = fc.commands(
  [
    publish,
    publishUndisturbed,
    publishUndisturbed,
    publishUndisturbed,
    unpublish,
    send,
    send,
    deliver,
    deliverAndGoTo,
    deliverAndGoTo,
    deliverAndGoTo,
    goOn,
    goOn,
    goOn,
    goOn,
    goOn,
    goToCall,
    goToCall,
    finish,
    finish,
    answer,
    wait,
  ],
  { maxCommands: 40, size: 'max' },
)

let bots = 0

test('whatever happens to a bot, in whatever order, no promise is broken', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async commands => {
      const bot = openOneBot(reviews, clock, String(++bots))
      await fc.asyncModelRun(() => ({ model: { published: 0, isOnChannel: false }, real: bot }), commands)
      await comeToRest(bot)
      expect(await findBreachesAtEnd(bot)).toEqual([])
    }),
    { numRuns: Number(process.env.BREAKING_RUNS ?? 50) },
  )
})
