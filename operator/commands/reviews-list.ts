import * as z from 'zod'
import type { Review } from '../../functions/reviews/review.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { WrongUse } from '../desk/errors.ts'
import { exactId } from '../desk/exact-id.ts'
import type { Desk } from '../desk/open-desk.ts'
import { isUnreported, summarize, writeSummary } from '../reviews/describe-review.ts'
import { connectorOption, findBot, refuseLoneConnector } from '../reviews/find-bot.ts'
import { openRecord, type ReviewRecord } from '../reviews/open-record.ts'
import { periodOptions, periodShape, readPeriod } from '../reviews/period.ts'
import {
  lookThrough,
  type Selection,
  selectFrom,
  selectWaiting,
  type Wanted,
  works,
} from '../reviews/select-reviews.ts'

/** Those of the record, and the one that is the operator's to mend. */
const statuses = [
  'in_review',
  'escalated',
  'approved',
  'rejected',
  'superseded',
  'withdrawn',
  'report_failed',
] as const
type Status = (typeof statuses)[number]

/** An eventually consistent read of 8 KB is a unit. */
const unitsPerMegabyte = 128

const givenSchema = z.object({
  status: z
    .array(z.enum(statuses))
    .transform(given => [...new Set(given)])
    .default([]),
  all: z.boolean().default(false),
  bot: exactId.optional(),
  connector: exactId.optional(),
  ...periodShape,
  limit: z.coerce.number().int().min(1).max(10_000).default(50),
  megabytes: z.coerce.number().int().min(1).max(100_000).default(100),
})
type Given = z.infer<typeof givenSchema>

export const listReviews: Command = defineCommand({
  summary: 'lists what waits for a person, or reviews of any status',
  positionals: [],
  options: {
    status: {
      type: 'string',
      multiple: true,
      value: 'STATUS',
      help: 'only those of it; may be given several times',
    },
    all: { type: 'boolean', help: 'of every status' },
    bot: { type: 'string', value: 'ID', help: 'only those of a bot' },
    connector: connectorOption,
    ...periodOptions,
    limit: { type: 'string', value: 'NUMBER', help: 'no more than so many (50)' },
    megabytes: { type: 'string', value: 'NUMBER', help: 'how far the record is looked through (100)' },
  },
  about: `Status: ${statuses.join(', ')}.
Without --status, --all and --bot it lists what waits for a person: escalated reviews, and verdicts that Coze
does not know yet, whoever waits longest first; anything else the newest first. The time is that since which
a review waits for a person, else that of its reception.
For these and for a bot an index is asked. Anything else looks through the record, as far as --megabytes: each
costs ${unitsPerMegabyte} read units of DynamoDB, 100 of them less than a cent. No user's words are shown: see reviews show.`,
  examples: [
    'reviews list',
    'reviews list --status report_failed --last 24h --json',
    'reviews list --bot 7486758484001234567',
    'reviews list --status approved --status rejected --since 2026-09-01 --until 2026-10-01 --limit 1000',
  ],
  given: givenSchema,
  run: runList,
})

async function runList(given: Given, desk: Desk): Promise<Result> {
  if (given.all && given.status.length > 0)
    throw new WrongUse('--all is of every status, --status of some: give one')
  refuseLoneConnector(given)
  const period = readPeriod(given, Date.now())
  const deployment = await desk.connect()
  const matches = (review: Review) => given.status.length === 0 || given.status.some(isOf(review))
  const wanted = { period, matches, limit: given.limit }
  const { reviews, isAll } = await select(openRecord(deployment), wanted, given, desk)
  return {
    ok: true,
    document: { deployment: deployment.name, reviews: reviews.map(summarize), isAll },
    lines: [...reviews.map(writeSummary), ...writeEnd(reviews.length, isAll)],
  }
}

function isOf(review: Review) {
  const hasFailed = isUnreported(review) && review.report === 'failed'
  return (wanted: Status) => (wanted === 'report_failed' ? hasFailed : review.status === wanted)
}

async function select(
  record: ReviewRecord,
  wanted: Wanted,
  { bot, connector, all, status, megabytes }: Given,
  desk: Desk,
): Promise<Selection> {
  if (bot !== undefined) return selectFrom((await findBot(record, { bot, connector })).reviews, wanted)
  const kinds = works.filter(work => status.includes(work))
  if (!all && kinds.length === status.length)
    return selectWaiting(record, wanted, kinds.length === 0 ? works : kinds)
  const units = (megabytes * unitsPerMegabyte).toLocaleString('en')
  desk.note(`looking through the record as far as ${megabytes} MB, which costs up to ${units} read units ...`)
  return lookThrough(record, wanted, megabytes, desk.progress)
}

function writeEnd(count: number, isAll: boolean): string[] {
  if (!isAll) return ['there are more: raise --limit or --megabytes, or ask for less']
  return count === 0 ? ['none'] : []
}
