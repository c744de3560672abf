import { type BotKey, isNewer, type Newest, type Review } from '../../functions/reviews/review.ts'
import type { Option } from '../command.ts'
import { Problem, WrongUse } from '../desk/errors.ts'
import type { ReviewRecord } from './open-record.ts'

export const connectorOption = {
  type: 'string',
  value: 'ID',
  help: 'the channel, where the bot is on several',
} as const satisfies Option

/** What the record knows of a bot, the newest review first. */
export type History = BotKey & { readonly reviews: readonly Review[]; readonly newest: Newest | undefined }

type Given = { readonly bot: string; readonly connector?: string | undefined }

/** A record knows its channel: nobody has to name it, and Coze is not asked. Throws where the bot has no review. */
export async function findBot(record: ReviewRecord, { bot: botId, connector }: Given): Promise<History> {
  const connectors = connector === undefined ? await record.listConnectors() : [connector]
  const histories: History[] = []
  for (const connectorId of connectors) {
    const reviews = await record.listReviews({ connectorId, botId })
    if (reviews.length > 0) histories.push(await complete(record, { connectorId, botId }, reviews))
  }
  const [history, other] = histories
  if (history === undefined) throw unknown(botId, connectors)
  if (other !== undefined)
    throw new WrongUse(
      `bot ${botId} is on several channels, ${connectors.join(', ')}: choose with --connector`,
    )
  return history
}

export function refuseLoneConnector({
  bot,
  connector,
}: { [Name in keyof Given]?: string | undefined }): void {
  if (connector !== undefined && bot === undefined)
    throw new WrongUse('--connector says on which channel a bot is: give --bot as well')
}

async function complete({ findNewest }: ReviewRecord, bot: BotKey, reviews: Review[]): Promise<History> {
  const newestFirst = reviews.toSorted((a, b) => (isNewer(a, b) ? -1 : 1))
  return { ...bot, reviews: newestFirst, newest: await findNewest(bot) }
}

function unknown(botId: string, connectors: readonly string[]): Problem {
  if (connectors.length === 0) return new Problem('the record is empty: nothing was published yet')
  return new Problem(
    `bot ${botId} has no review on channel ${connectors.join(', ')}: see the id, or name another channel with --connector`,
  )
}
