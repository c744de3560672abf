import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Review } from '../../functions/reviews/review.ts'
import { createReviewStore, type ReviewStore } from '../../functions/reviews/review-store.ts'
import type { AwsRequest } from '../../local/aws/fault-proxy.ts'
import { clientSettings } from '../../local/aws/local-account.ts'
import { localConnectorId } from '../../local/defaults.ts'
import { newBotId, type openChannel } from '../journeys/open-channel.ts'
import type { Roll } from './dice.ts'

type OpenChannel = Awaited<ReturnType<typeof openChannel>>
type Published = Awaited<ReturnType<OpenChannel['coze']['publish']>>

const texts = {
  2: { name: '天气助手', description: '查询天气' },
  3: { name: '开票小帮手', description: '代开发票，价格优惠' },
} as const
/** One bot in ten publishes a second version before the first has its verdict. */
const secondVersions = 0.1

/** What one bot is to hear of its versions, in order, and how its publishes went. */
type BotLoad = {
  readonly botId: string
  readonly verdicts: readonly (2 | 3)[]
  readonly publishes: Published[]
}

/** Many bots that publish a few at a time, honest ones and such as are to be rejected, as the dice will have it. */
export function createLoad(publishes: number, roll: Roll): BotLoad[] {
  const bots: BotLoad[] = []
  for (let left = publishes; left > 0; ) {
    const versions = left > 1 && roll('versions', left) < secondVersions ? 2 : 1
    const verdicts = Array.from({ length: versions }, (_, at) => (roll('verdict', left, at) < 0.5 ? 2 : 3))
    bots.push({ botId: newBotId(), verdicts, publishes: [] })
    left -= versions
  }
  return bots
}

/** Ends when each publish has been acknowledged, or given up by the stand-in for Coze, and no task is left. */
export async function carryLoad(
  bots: readonly BotLoad[],
  atOnce: number,
  channel: OpenChannel,
): Promise<void> {
  const line = bots.values()
  const publishAll = async () => {
    for (const bot of line)
      for (const verdict of bot.verdicts)
        bot.publishes.push(await channel.coze.publish({ botId: bot.botId, ...texts[verdict] }))
  }
  await Promise.all(Array.from({ length: atOnce }, publishAll))
  await channel.drained()
}

/** Every breach of the promises, as a sentence. */
export async function findBreaches(bots: readonly BotLoad[], channel: OpenChannel): Promise<string[]> {
  const { reviews, close } = openRecord(channel)
  const told = Map.groupBy(channel.coze.reports, ({ botId }) => botId)
  const dead = await channel.countDead()
  const breaches = dead > 0 ? [`${dead} dead letters`] : []
  for (const bot of bots) {
    const words = new Set(told.get(bot.botId)?.map(({ auditStatus, reason }) => `${auditStatus} ${reason}`))
    const recorded = await reviews.listReviews({ ...bot, connectorId: localConnectorId })
    const found = [...judgeAnswers(bot), ...judgeRecord(bot, recorded), ...judgeReports(bot, words, channel)]
    breaches.push(...found.map(breach => `${bot.botId} (${bot.verdicts.join(', then ')}): ${breach}`))
  }
  close()
  return breaches
}

function judgeAnswers({ publishes }: BotLoad): string[] {
  return publishes
    .filter(({ answeredWell }) => !answeredWell)
    .map(({ attempts }) => `was not acknowledged, though sent ${attempts.length} times`)
}

/** The newest has been reported, what it overtook may have given way. */
function judgeRecord({ publishes }: BotLoad, recorded: readonly Review[]): string[] {
  return publishes.flatMap(({ eventId }, at) => {
    const { status, report } = recorded.find(review => review.eventId === eventId) ?? {}
    const isEnded = report === 'done' || (status === 'superseded' && at < publishes.length - 1)
    return isEnded ? [] : [`the review ${at + 1} ended as ${status}, report ${report}`]
  })
}

/**
 * A bot of one version is told one verdict in one wording, be it twice. Where a newer version overtook the first, "in
 * review" may take back what was told of the older; the last word is the newest's all the same.
 */
function judgeReports({ botId, verdicts }: BotLoad, words: ReadonlySet<string>, { coze }: OpenChannel) {
  const allowed = verdicts.length > 1 ? [1, ...verdicts] : verdicts
  const strange = [...words].filter(word => !allowed.some(status => word.startsWith(`${status} `)))
  const { state } = coze.bot(botId) ?? {}
  return [
    ...(strange.length > 0 || words.size > new Set(allowed).size ? [`told ${[...words].join(' and ')}`] : []),
    ...(state === verdicts.at(-1) ? [] : [`shown as ${state}`]),
  ]
}

function openRecord({ aws }: OpenChannel): { reviews: ReviewStore; close: () => void } {
  const client = new DynamoDBClient({ ...clientSettings(aws.endpoints.dynamodb), maxAttempts: 3 })
  const tableName = aws.tableNames.ReviewsTable ?? ''
  const reviews = createReviewStore({ client, tableName, retentionDays: 1, now: Date.now })
  return { reviews, close: () => client.destroy() }
}

/** Not a call of the functions: so we look whether a queue is empty. */
export const isOurs = ({ operation }: AwsRequest) => operation === 'GetQueueAttributes'

/** Names a call by its operation, the bot it is about, and how many such calls came before. */
export function createCallNames(bots: readonly BotLoad[]) {
  const places = new Map(bots.map(({ botId }, at) => [botId, at]))
  const counts = new Map<string, number>()
  return ({ operation, body }: AwsRequest): string => {
    const [botId = ''] = /7486758484\d{9}/.exec(JSON.stringify(body)) ?? []
    const name = `${operation} of bot ${places.get(botId) ?? 'none'}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
    return `${name}, number ${counts.get(name)}`
  }
}
