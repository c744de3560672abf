import * as z from 'zod'
import { countMessages } from '../channel/count-messages.ts'
import type { Deployment } from '../channel/deployment.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import type { Desk } from '../desk/open-desk.ts'
import { openDeadLetters } from '../redrive/dead-letters.ts'
import { type Death, explainDeath, summarizeDeath, writeDeath } from '../redrive/explain-death.ts'
import { lookAt } from '../redrive/look-at.ts'
import { type Move, moveLetters } from '../redrive/move-letters.ts'
import { openRecord } from '../reviews/open-record.ts'

const givenSchema = z.object({
  'dry-run': z.boolean().default(false),
  rate: z.coerce.number().min(0.1).max(100).default(5),
  drop: z.boolean().default(false),
})
type Given = z.infer<typeof givenSchema>

export const redrive: Command = defineCommand({
  summary: 'sends dead letters back to the queue, once what they died of is mended',
  positionals: [],
  options: {
    'dry-run': { type: 'boolean', help: 'only tell what is there, and why each died' },
    rate: {
      type: 'string',
      value: 'NUMBER',
      help: 'letters a second (5); each makes some calls to Coze, which allows 50 a second',
    },
    drop: {
      type: 'boolean',
      help: 'delete those that nobody can read, or whose review is not in the record',
    },
  },
  about: `Mend the cause first: a letter that dies again comes back. What would only come back stays, unless --drop is
given. A letter is deleted here when it is in the queue again, and a task has no second effect, so it may be
broken off and run again at any time. Of several letters of one bot not all may show at once: run it until it
finds none. The exit code is 1 where letters stay, or are held by another run.`,
  examples: ['redrive --dry-run', 'redrive', 'redrive --rate 0.5 --yes', 'redrive --drop'],
  given: givenSchema,
  run: runRedrive,
})

async function runRedrive(given: Given, desk: Desk): Promise<Result> {
  const deployment = await desk.connect()
  const queue = openDeadLetters(deployment)
  desk.progress('looking at the dead letters ...')
  const letters = await desk.hold(signal => lookAt(queue, signal))
  if (letters.length === 0) return tellNone(deployment)
  const deaths = await explainAll(letters, openRecord(deployment))
  const document = { deployment: deployment.name, letters: deaths.map(summarizeDeath) }
  if (given['dry-run']) return { ok: true, document, lines: deaths.map(writeDeath) }
  for (const death of deaths) desk.note(writeDeath(death))
  const moves = planMoves(deaths, given.drop)
  if (moves.size > 0) await desk.confirm(ask(moves))
  const moved = await desk.hold(signal =>
    moveLetters({ queue, moves, ratePerSecond: given.rate }, desk.change, signal),
  )
  const left = deaths.length - moved.size
  const counts = { sent: count(moved, 'send'), dropped: count(moved, 'drop'), left }
  return { ok: left === 0, document: { ...document, ...counts }, lines: tell(counts) }
}

/** Letters that somebody else was given are not to be seen, be it a colleague or a run that was cut off. */
async function tellNone({ name, sqs, deadLetterQueue }: Deployment): Promise<Result> {
  const { underWay } = await countMessages(sqs, deadLetterQueue)
  const line =
    underWay === 0
      ? 'no dead letters'
      : `no dead letters but ${underWay} that another run holds, or one that was cut off: run it again in a few minutes`
  return { ok: underWay === 0, document: { deployment: name, letters: [], held: underWay }, lines: [line] }
}

/** One after the other: there are few, or nobody reads them anyway. */
async function explainAll(
  letters: Awaited<ReturnType<typeof lookAt>>,
  record: ReturnType<typeof openRecord>,
) {
  const deaths: Death[] = []
  for (const letter of letters) deaths.push(await explainDeath(letter, record))
  return deaths
}

function planMoves(deaths: readonly Death[], drops: boolean): Map<string, Move> {
  const moving = deaths.filter(({ canReturn }) => canReturn || drops)
  return new Map(moving.map(({ letter, canReturn }) => [letter.messageId, canReturn ? 'send' : 'drop']))
}

function ask(moves: ReadonlyMap<string, Move>): string {
  const dropped = count(moves, 'drop')
  const loss = dropped === 0 ? '' : `, ${dropped} deleted for good`
  return `${count(moves, 'send')} will be sent back to the queue${loss}. Go on?`
}

function count(moves: ReadonlyMap<string, Move>, wanted: Move): number {
  return [...moves.values()].filter(move => move === wanted).length
}

function tell({ sent, dropped, left }: { sent: number; dropped: number; left: number }): string[] {
  return [
    `${sent} sent back${dropped === 0 ? '' : `, ${dropped} deleted`}${left === 0 ? '' : `, ${left} left`}`,
    ...(left === 0 ? [] : ['redrive --dry-run tells why']),
  ]
}
