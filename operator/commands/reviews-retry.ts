import * as z from 'zod'
import { isEnded, type Review } from '../../functions/reviews/review.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { exactId } from '../desk/exact-id.ts'
import type { Desk } from '../desk/open-desk.ts'
import { awaitReports } from '../reviews/await-reports.ts'
import { waitOption, waitSeconds } from '../reviews/decision-options.ts'
import { isUnreported, summarize, writeSummary } from '../reviews/describe-review.ts'
import { connectorOption, findBot, refuseLoneConnector } from '../reviews/find-bot.ts'
import { openRecord, type ReviewRecord } from '../reviews/open-record.ts'
import { periodOptions, periodShape, readPeriod } from '../reviews/period.ts'
import { reportAgain } from '../reviews/report-again.ts'
import { type Selection, selectFrom, selectWaiting, type Wanted } from '../reviews/select-reviews.ts'
import { tellOutcome } from '../reviews/tell-outcome.ts'

const givenSchema = z.object({
  bot: exactId.optional(),
  connector: exactId.optional(),
  status: z.enum(['approved', 'rejected']).optional(),
  ...periodShape,
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  'dry-run': z.boolean().default(false),
  wait: waitSeconds.default(60),
})
type Given = z.infer<typeof givenSchema>

export const retryReports: Command = defineCommand({
  summary: 'reports the verdicts that Coze does not know, once the cause is mended',
  positionals: [],
  options: {
    bot: { type: 'string', value: 'ID', help: 'only those on a bot' },
    connector: connectorOption,
    status: { type: 'string', value: 'STATUS', help: 'only those that are approved, or rejected' },
    ...periodOptions,
    limit: { type: 'string', value: 'NUMBER', help: 'no more than so many, the oldest failure first (100)' },
    'dry-run': { type: 'boolean', help: 'only list them' },
    wait: waitOption,
  },
  about: `Verdicts whose report Coze refused for good, as for want of a permission, and those of persons whose command
broke off. The moderation function reports them: only while the bot was not published again. The time is that
of the failure. What Coze refuses again stands in the list again; the exit code is 0 when none is left of them.
Of a bot that is gone nothing can be reported: reviews close.`,
  examples: [
    'reviews retry --dry-run',
    'reviews retry --last 24h --limit 500',
    'reviews retry --bot 7486758484001234567',
  ],
  given: givenSchema,
  run: runRetry,
})

async function runRetry(given: Given, desk: Desk): Promise<Result> {
  const period = readPeriod(given, Date.now())
  refuseLoneConnector(given)
  const deployment = await desk.connect()
  const record = openRecord(deployment)
  const matches = (review: Review) =>
    isUnreported(review) && (given.status === undefined || given.status === review.status)
  const { reviews, isAll } = await select(record, { period, matches, limit: given.limit }, given)
  const rest = isAll ? [] : ['there are more: run it again, or raise --limit']
  const document = { deployment: deployment.name, isAll }
  if (given['dry-run'] || reviews.length === 0) {
    const lines = reviews.length === 0 ? ['none'] : [...reviews.map(writeSummary), ...rest]
    return { ok: true, document: { ...document, reviews: reviews.map(summarize) }, lines }
  }
  const count = reviews.length === 1 ? 'The verdict on 1 review' : `The verdicts on ${reviews.length} reviews`
  await desk.confirm(`${count} will be reported to Coze again. Go on?`)
  const reported = await report(record, reviews, given.wait, desk)
  return {
    // One that was overtaken has ended as well.
    ok: reported.every(isEnded) || given.wait === 0,
    document: { ...document, reviews: reported.map(summarize) },
    lines: [...reported.map(review => tellOutcome(review).line), ...rest],
  }
}

async function select(record: ReviewRecord, wanted: Wanted, given: Given): Promise<Selection> {
  const { bot, connector } = given
  if (bot === undefined) return selectWaiting(record, wanted)
  return selectFrom((await findBot(record, { bot, connector })).reviews, wanted)
}

async function report(
  record: ReviewRecord,
  reviews: readonly Review[],
  wait: number,
  desk: Desk,
): Promise<Review[]> {
  const due: Review[] = []
  for (const review of reviews) {
    const what = `leaving the report on bot ${review.botId} to the moderation function`
    due.push(await desk.change(what, () => reportAgain(record, review)))
  }
  return awaitReports(record, due, wait * 1000, desk.progress)
}
