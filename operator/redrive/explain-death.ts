import type { Review } from '../../functions/reviews/review.ts'
import { showText } from '../desk/show-text.ts'
import type { ReviewRecord } from '../reviews/open-record.ts'
import type { DeadLetter } from './dead-letters.ts'

/** `canReturn` is false where the letter would only be buried again. */
export type Death = { readonly letter: DeadLetter; readonly why: string; readonly canReturn: boolean }

/** Of what cannot be read so much is shown. */
const shownCharacters = 200

/** By what the function wrote on the letter, and what stands in the record of its review. */
export async function explainDeath(letter: DeadLetter, { find }: Pick<ReviewRecord, 'find'>): Promise<Death> {
  const { task, body } = letter
  if (task === undefined) {
    const shown = showText(body.slice(0, shownCharacters))
    return { letter, why: `no task, or of a newer version: ${shown}`, canReturn: false }
  }
  if (task.kind === 'withdrawal') return { letter, why: nameReason(letter), canReturn: true }
  const review = await find(task)
  if (review === undefined) return { letter, why: 'its review is not in the record', canReturn: false }
  return { letter, why: nameReason(letter) + tellReview(review), canReturn: true }
}

/** See Outcome of the task. */
const reasons: ReadonlyMap<string | undefined, string> = new Map([
  ['unreadable', 'it could not be read, which by now it can'],
  ['no-review', 'its review was not in the record, where by now it is'],
  ['deadly', 'the function died over it again and again'],
])

function nameReason({ outcome, receives }: DeadLetter): string {
  return reasons.get(outcome) ?? `given up by SQS, received ${receives} times in all`
}

function tellReview({ status, failure }: Review): string {
  return `; its review is ${status}${failure === undefined ? '' : `, failed last: ${failure.message}`}`
}

/** For a person. */
export function writeDeath({ letter, why, canReturn }: Death): string {
  const { task, messageId } = letter
  const name = task === undefined ? `letter ${messageId}` : `bot ${task.botId}, ${task.kind} ${task.eventId}`
  return `${canReturn ? 'returns' : 'stays  '}  ${name}: ${why}`
}

/** The same as JSON. */
export function summarizeDeath({ letter, why, canReturn }: Death) {
  const { messageId, task, outcome, receives } = letter
  return {
    letter: messageId,
    bot: task?.botId,
    event: task?.eventId,
    kind: task?.kind,
    outcome,
    receives,
    why,
    canReturn,
  }
}
