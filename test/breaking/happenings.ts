import * as fc from 'fast-check'
import type { Wanted } from '../../operator/reviews/decide.ts'
import type { OneBot } from './one-bot.ts'
import { type Fate, fine, type Said } from './paced-story.ts'

/** Something that can happen to a bot; where there is nothing that it could happen to, it does not. */
export type Happening = { readonly name: string; readonly happen: (bot: OneBot) => Promise<void> }
type Door = OneBot['doors'][number]
type Opening = { readonly name: string; readonly open: (bot: OneBot) => Promise<Door | undefined> }
/** Before the next call of that name, if the door comes by one, something else happens, and then the call has its fate. */
type Stop = { readonly halt: string; readonly between: Happening; readonly fate: Fate }

const pick = <T>(all: readonly T[], place: number): T | undefined => all[place % Math.max(1, all.length)]
const place = fc.oneof(fc.constant(0), fc.nat(3))

/** What the moderators say when they are asked for the first, the second and the third time. */
const opinions = fc.array(fc.constantFrom('approve', 'approve', 'reject', 'escalate'), {
  minLength: 3,
  maxLength: 3,
})

/** Of this only Coze knows, until it is sent. */
const publish: fc.Arbitrary<Happening> = opinions.map(said => ({
  name: `publish (${said.join(', ')})`,
  happen: async bot => void bot.happen('publish', said),
}))

export const publishAndAcknowledge: fc.Arbitrary<Happening> = opinions.map(said => ({
  name: `publish and acknowledge (${said.join(', ')})`,
  async happen(bot) {
    const event = bot.happen('publish', said)
    await goTo(bot, await bot.send(event))
    for (const answer of bot.answers.filter(one => one.event === event)) bot.arrive(answer)
  },
}))

const unpublish: fc.Arbitrary<Happening> = fc.boolean().map(isSent => ({
  name: isSent ? 'unpublish and send' : 'unpublish',
  async happen(bot) {
    if (bot.coze.shown() === 'gone') return
    const event = bot.happen('withdrawal')
    if (isSent) await goTo(bot, await bot.send(event))
  },
}))

/** Lets a story go on to a call, or to its end. */
async function goTo(bot: OneBot, door: Door | undefined, halt?: string): Promise<void> {
  const isThere = (next: string) => halt !== undefined && next.startsWith(halt)
  while (door?.story.next !== undefined && !isThere(door.story.next)) await bot.goOn(door)
}

const deliver = fc.constant<Opening>({ name: 'deliver a letter', open: bot => bot.deliver() })
const publishAndSend: fc.Arbitrary<Opening> = opinions.map(said => ({
  name: `publish (${said.join(', ')}) and send`,
  open: bot => bot.send(bot.happen('publish', said)),
}))
const send: fc.Arbitrary<Opening> = place.map(place => ({
  name: `send the last event but ${place}`,
  async open(bot) {
    const event = pick(bot.coze.events.toReversed(), place)
    return event && bot.send(event)
  },
}))

/** A person decides, or decides again, on what seemed to wait for a decision. */
const decide: fc.Arbitrary<Opening> = fc
  .tuple(
    place,
    fc.constantFrom<Wanted>({ decision: 'approve' }, { decision: 'reject', reason: '请修改名称' }),
  )
  .map(([place, wanted]) => ({
    name: `a person wants to ${wanted.decision} the last publish but ${place}`,
    async open(bot) {
      const publishes = bot.coze.events.filter(({ kind }) => kind === 'publish')
      const event = pick(publishes.toReversed(), place)
      return event && bot.decide(event, wanted)
    },
  }))

/** A person gives up on a report that Coze has refused. */
const close: fc.Arbitrary<Opening> = place.map(place => ({
  name: `a person closes the last publish but ${place}`,
  async open(bot) {
    const event = pick(bot.coze.events.toReversed(), place)
    return event && bot.close(event)
  },
}))

/** Each kind of door with the calls before which it matters most what else happens. */
const kinds = [
  {
    weight: 4,
    opening: deliver,
    halts: ['report', 'report', 'report', 'findNewest', 'recordVerdict', 'wait', 'recordReport', 'close'],
  },
  {
    weight: 2,
    opening: fc.oneof(publishAndSend, send),
    halts: ['receive', 'sendTask', 'setNewest', 'recordAnswer', 'recordAnswer', 'findNewest'],
  },
  {
    weight: 1,
    opening: fc.oneof(decide, close),
    halts: ['closeRefused', 'confirm', 'confirm', 'findNewest', 'recordDecision', 'renewReport', 'sendTask'],
  },
]
const open = fc.oneof(...kinds.map(({ weight, opening }) => ({ weight, arbitrary: opening })))

const work: fc.Arbitrary<Happening> = open.map(({ name, open }) => ({
  name,
  happen: async bot => goTo(bot, await open(bot)),
}))

const silence: Said = {}
const refusal = fc.constantFrom<Said>({ httpStatus: 503 }, { code: 4101 }, { code: 4006 }, { code: 4100 })
const fate = fc.oneof<fc.Arbitrary<Fate>[]>(
  fc.constant(fine),
  fc.constant(fine),
  fc.constant(fine),
  fc.constant(fine),
  fc.record({ ending: fc.constant('error'), takesEffect: fc.boolean(), said: fc.constant(silence) }),
  fc.record({ ending: fc.constant('error'), takesEffect: fc.constant(false), said: refusal }),
  fc.record({ ending: fc.constant('death'), takesEffect: fc.boolean() }),
)

function describe(fate: Fate): string {
  if (fate.ending === 'answer') return fate.ending
  const said = fate.ending === 'error' ? ` ${JSON.stringify(fate.said)}` : ''
  return `${fate.ending}${said}${fate.takesEffect ? ' after its effect' : ''}`
}

/** The next call of one of the open doors has its fate. */
const goOn: fc.Arbitrary<Happening> = fc.tuple(place, fate).map(([place, fate]) => ({
  name: `the next call of door ${place} ends in ${describe(fate)}`,
  async happen(bot) {
    const door = pick(bot.doors, place)
    if (door !== undefined) await bot.goOn(door, fate)
  },
}))

const end: fc.Arbitrary<Happening> = place.map(place => ({
  name: `door ${place} ends its work`,
  happen: bot => goTo(bot, pick(bot.doors, place)),
}))

const answer: fc.Arbitrary<Happening> = fc.tuple(place, fc.boolean()).map(([place, isLost]) => ({
  name: `answer ${place} ${isLost ? 'is lost' : 'arrives'}`,
  async happen(bot) {
    const answer = pick(bot.answers, place)
    if (answer === undefined) return
    if (isLost) bot.lose(answer)
    else bot.arrive(answer)
  },
}))

const wait: fc.Arbitrary<Happening> = fc
  .constantFrom(100, 1_000, 3_000, 30_000, 300_000, 720_000)
  .map(ms => ({
    name: `${ms} ms pass`,
    happen: async bot => bot.pass(ms),
  }))

const little = fc.oneof(
  { weight: 4, arbitrary: publishAndAcknowledge },
  { weight: 1, arbitrary: publish },
  { weight: 2, arbitrary: unpublish },
  { weight: 5, arbitrary: work },
  { weight: 1, arbitrary: goOn },
  { weight: 1, arbitrary: end },
  { weight: 1, arbitrary: answer },
  { weight: 2, arbitrary: wait },
)

function stopAt(halts: readonly string[]): fc.Arbitrary<Stop[]> {
  const stop = fc.record({ halt: fc.constantFrom(...halts), between: little, fate })
  return fc.array(stop, { minLength: 1, maxLength: 3 })
}

const disturbed: fc.Arbitrary<Happening> = fc.oneof(
  ...kinds.map(({ weight, opening, halts }) => ({
    weight,
    arbitrary: fc.tuple(opening, stopAt(halts), fc.boolean()).map(disturb),
  })),
)

/** A door works up to some stops, and then perhaps that was all. */
function disturb([{ name, open }, stops, isFinished]: [Opening, Stop[], boolean]): Happening {
  const told = stops.map(
    ({ halt, between, fate }) => `before ${halt} ${between.name}; ${halt} ends in ${describe(fate)}`,
  )
  return {
    name: [name, ...told, ...(isFinished ? ['the rest'] : [])].join('; '),
    async happen(bot) {
      const door = await open(bot)
      if (door === undefined) return
      for (const { halt, between, fate } of stops) {
        await goTo(bot, door, halt)
        await between.happen(bot)
        await bot.goOn(door, fate)
      }
      if (isFinished) await goTo(bot, door)
    },
  }
}

export const happening = fc.oneof({ weight: 4, arbitrary: disturbed }, { weight: 1, arbitrary: little })
