import type { Review } from '../../functions/reviews/review.ts'
import { nameDecider, pastTense, writeTime } from './describe-review.ts'

/** `ok` where Coze knows the verdict. */
export type Told = { readonly ok: boolean; readonly line: string }

/** What became of a verdict that was to be reported. */
export function tellOutcome(review: Review): Told {
  const { ok, text } = explain(review)
  return { ok, line: `bot ${review.botId}, event ${review.eventId}: ${tellVerdict(review)}; ${text}` }
}

function tellVerdict(review: Review): string {
  const { decision = 'escalate', reason } = review.verdict ?? {}
  return `${pastTense[decision]} by ${nameDecider(review)}${reason === undefined ? '' : ` (${reason})`}`
}

function explain(review: Review): { ok: boolean; text: string } {
  const { status, report, failure, closedBy } = review
  if (closedBy !== undefined) return { ok: false, text: `${closedBy} closed it: it is not reported any more` }
  if (status === 'superseded' || status === 'withdrawn') return { ok: false, text: overtaken[status] }
  if (report === 'done') return { ok: true, text: `Coze knows it${tellReport(review)}` }
  if (report === 'failed')
    return { ok: false, text: `Coze refused it (${failure?.message}). ${advise(review)}` }
  const failed = failure === undefined ? '' : ` (last: ${failure.message})`
  return { ok: false, text: `Coze does not know it yet${failed}. It goes on by itself, see reviews show` }
}

/** Source: docs.coze.cn coze_error_codes. */
const codesOfGone: readonly unknown[] = [4006, 4200]

function advise({ botId, failure }: Review): string {
  if (codesOfGone.includes(failure?.code)) return `If the bot is gone, reviews close ${botId}`
  return 'Mend that, then reviews retry'
}

function tellReport({ reportedAt = 0, reportLogId }: Review): string {
  return ` since ${writeTime(reportedAt)}${reportLogId === undefined ? '' : `, log id ${reportLogId}`}`
}

const overtaken = {
  superseded:
    'but the bot was published again, so it does not count: Coze shows the state of the newer publish',
  withdrawn: 'but the bot has left the channel, so it does not count',
} as const
