import { isEnded, type Review } from '../../functions/reviews/review.ts'
import type { OneBot } from './one-bot.ts'
import { connectorId } from './tell-doors.ts'

/** More than any bot needs, were it failing at every step. */
const mostRounds = 300

/** All trouble is over: what runs ends, Coze sends again what was not acknowledged, and every letter is delivered. */
export async function comeToRest(bot: OneBot): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    for (const door of [...bot.doors]) while (door.story.next !== undefined) await bot.goOn(door)
    for (const answer of [...bot.answers]) bot.arrive(answer)
    await bot.mend()
    const unheard = bot.coze.events.find(event => !bot.acknowledged.has(event))
    const opened = unheard === undefined ? await bot.deliver() : await bot.send(unheard)
    if (opened === undefined) return
  }
  throw new Error(`bot ${bot.botId} does not come to rest`)
}

/** The promises that hold whenever nothing is under way but what belongs to the newest event. */
export async function findBreachesAtRest(bot: OneBot): Promise<string[]> {
  const newest = bot.coze.events.at(-1)
  if (newest?.kind !== 'publish' || !bot.acknowledged.has(newest) || isUnderWay(bot, newest.eventId))
    return []
  const review = await bot.reviews.find({ connectorId, botId: bot.botId, eventId: newest.eventId })
  const shown = JSON.stringify(bot.coze.shown())
  const allowed = ['{"audit_status":1}', tell(review)]
  return allowed.includes(shown) ? [] : [`${shown} is shown of ${newest.eventId}, ${review?.status}`]
}

function isUnderWay({ doors, answers, buried, queue }: OneBot, newestId: string): boolean {
  const hasOlderLetter = queue.letters().some(({ body }) => !body.includes(`"${newestId}"`))
  return doors.length > 0 || answers.length > 0 || buried.length > 0 || hasOlderLetter
}

/** The promises that hold once all has come to rest. */
export async function findBreachesAtEnd(bot: OneBot): Promise<string[]> {
  const reviews = await bot.reviews.listReviews({ connectorId, botId: bot.botId })
  const published = bot.coze.events.filter(({ kind }) => kind === 'publish')
  const breaches = published.flatMap(({ eventId }) => {
    const review = reviews.find(one => one.eventId === eventId)
    return review === undefined ? [`${eventId} is not recorded`] : findBreachesOf(review, bot)
  })
  return [...breaches, ...(await findBreachesAtRest(bot)), ...findUnshown(reviews, bot)]
}

function findBreachesOf(review: Review, { coze, told }: OneBot): string[] {
  const { eventId, status, report, closedBy, work } = review
  const isNewest = coze.events.at(-1)?.eventId === eventId
  const isGivenUp = status === 'superseded' || (status === 'withdrawn' && closedBy === undefined)
  const hasEnded = isEnded(review) || report === 'failed' || (isNewest && status === 'escalated')
  const waits = status === 'escalated' || (isDecided(review) && report === 'failed')
  const verdicts = told.filter(one => one.eventId === eventId && one.audit.audit_status !== 1)
  const words = new Set(verdicts.map(({ audit }) => JSON.stringify(audit)))
  const isEarly = verdicts.some(({ newestAt = 0 }) => newestAt < review.eventTime)
  const breaches: readonly [boolean, string][] = [
    [isNewest && isGivenUp, `is the newest, and ${status}`],
    [!hasEnded, `has not ended: ${status}, report ${report}`],
    [
      waits !== (work !== undefined),
      `is ${status}, report ${report}, and what a person finds it by is ${work}`,
    ],
    [words.size > 1, `was told in different words: ${[...words].join(' and ')}`],
    [isEarly, 'was reported before it was acknowledged'],
  ]
  return breaches.filter(([isBroken]) => isBroken).map(([, breach]) => `${eventId} ${breach}`)
}

const isDecided = ({ status }: Review) => status === 'approved' || status === 'rejected'

/** Coze shows the verdict on the newest publish, unless it refused to hear it. */
function findUnshown(reviews: readonly Review[], { coze }: OneBot): string[] {
  const newest = reviews.find(({ eventId }) => eventId === coze.events.at(-1)?.eventId)
  if (newest?.report !== 'done') return []
  const [shown, verdict] = [JSON.stringify(coze.shown()), tell(newest)]
  return shown === verdict ? [] : [`${shown} is shown of ${newest.eventId}, and not ${verdict}`]
}

/** What Coze is to hear of a review, in so many words; or may have heard, of one that a person gave up. */
function tell(review: Review | undefined): string {
  const isJudged = review !== undefined && (isDecided(review) || review.closedBy !== undefined)
  if (!isJudged) return '{"audit_status":1}'
  const { decision, reason } = review.verdict ?? {}
  return decision === 'approve' ? '{"audit_status":2}' : `{"audit_status":3,"reason":"${reason}"}`
}
