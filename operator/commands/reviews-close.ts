import * as z from 'zod'
import type { Review } from '../../functions/reviews/review.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { Problem } from '../desk/errors.ts'
import type { Desk } from '../desk/open-desk.ts'
import { decisionOptions, decisionShape } from '../reviews/decision-options.ts'
import { isUnreported, nameState, summarize } from '../reviews/describe-review.ts'
import { findBot, type History } from '../reviews/find-bot.ts'
import { openRecord } from '../reviews/open-record.ts'

const givenSchema = z.object(decisionShape).omit({ wait: true })
type Given = z.infer<typeof givenSchema>

const { by, connector } = decisionOptions

export const closeReviews: Command = defineCommand({
  summary: 'ends reviews whose verdict Coze will never take, as of a bot that is gone',
  positionals: ['bot'],
  options: {
    event: { type: 'string', value: 'ID', help: 'only the review of this publish' },
    by: { ...by, help: by.help.replace('decides', 'closes it') },
    connector,
  },
  about: `Only reviews whose report Coze has refused for good, as of a bot that was deleted (codes 4006 and 4200). They are
recorded as withdrawn, with who closed them, and nothing is reported any more: of a bot that is still there the
developer would see "in review" until the next publish. What can be mended is for reviews retry.`,
  examples: ['reviews close 7486758484001234567', 'reviews close 7486758484001234567 --event 0a1b2c3d --yes'],
  given: givenSchema,
  run: runClose,
})

async function runClose(given: Given, desk: Desk): Promise<Result> {
  const deployment = await desk.connect()
  const record = openRecord(deployment)
  const refused = findRefused(await findBot(record, given), given.event)
  const who = given.by ?? (await deployment.nameCaller())
  await desk.confirm(`${refused.map(ask).join('\n')}\nIt is never reported then. Go on?`)
  const closed: Review[] = []
  for (const review of refused) {
    const what = `closing the review of event ${review.eventId}`
    closed.push(await desk.change(what, () => record.closeRefused(review, who)))
  }
  return {
    ok: closed.every(isClosed),
    document: { deployment: deployment.name, reviews: closed.map(summarize) },
    lines: closed.map(tell),
  }
}

function findRefused({ botId, reviews }: History, event: string | undefined): Review[] {
  const refused = reviews.filter(review => isUnreported(review) && review.report === 'failed')
  const wanted = refused.filter(({ eventId }) => event === undefined || eventId === event)
  if (wanted.length > 0) return wanted
  const which = event === undefined ? '' : ` of event ${event}`
  throw new Problem(
    `bot ${botId} has no review${which} whose report Coze has refused for good: reviews show ${botId} tells`,
  )
}

function ask({ botId, eventId, status, failure }: Review): string {
  return `Bot ${botId}, event ${eventId}, ${status}: Coze refused it (${failure?.message}).`
}

function isClosed({ status }: Review): boolean {
  return status === 'withdrawn'
}

function tell(review: Review): string {
  const name = `bot ${review.botId}, event ${review.eventId}`
  if (isClosed(review)) return `${name}: closed by ${review.closedBy}`
  return `${name}: ${nameState(review)} by now, so it was not closed`
}
