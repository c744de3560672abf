import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import type { AwsRequest } from '../../local/aws/fault-proxy.ts'
import { clientSettings } from '../../local/aws/local-account.ts'
import { type Channel, startChannel } from '../../local/channel.ts'
import { localConnectorId } from '../../local/defaults.ts'
import { findFunction } from '../function-processes.ts'
import { readCpuSeconds } from '../processes.ts'
import { round } from '../statistics.ts'
import { withoutEventSources } from '../without-event-sources.ts'
import { countCalls, weighLines } from './count-calls.ts'
import { sizeOfItem } from './item-size.ts'
import { type FunctionUse, type PublishUse, useSchema } from './publish-use.ts'

/** How many publishes are counted, after how many that are not. */
type Sample = { readonly warmUp: number; readonly publishes: number }
/** What an honest bot says of itself, at an honest length. */
const listing = {
  name: '天气助手',
  description: '查询今天和未来七天的天气，提醒带伞和添衣，介绍各地的气候和节气。',
}
const prompt = [
  '你是一位耐心的天气助手。用户问起某个城市时，先确认城市和日期，再用一两句话说明天气、气温和风力。',
  '遇到大雨、高温或大风，提醒用户注意出行安全，并建议合适的衣着。不知道的时候如实说不知道，不要编造数据。',
  '回答用简体中文，语气亲切，不用专业术语。每次回答不超过一百个字，必要时列出未来三天的变化。',
  '用户想了解节气、日出日落或空气质量时，也请一并说明。',
].join('')

/** What one approved publish asks of AWS and of Coze: counted on the local stack, not guessed. */
export async function countPublish(sample: Sample): Promise<PublishUse> {
  const callback = await countOn(sample, { amend: withoutEventSources })
  const both = await countOn(sample, {})
  return useSchema.parse({
    callback: callback.use,
    moderation: subtract(both.use, callback.use),
    reviewBytes: both.reviewBytes,
    reports: both.reports,
  })
}

type Amendment = Pick<Parameters<typeof startChannel>[0], 'amend'>
type Counted = { readonly use: FunctionUse; readonly reviewBytes: number; readonly reports: number }

async function countOn({ warmUp, publishes }: Sample, options: Amendment): Promise<Counted> {
  const requests: AwsRequest[] = []
  const lines: string[] = []
  await using channel = await startChannel({
    ...options,
    context: { answerSeconds: 1 },
    interfere(request) {
      requests.push(request)
      return 'pass'
    },
    writeLog: line => void lines.push(line),
  })
  const isModerated = options.amend === undefined
  await publishAll(channel, nameBots(0, warmUp), isModerated)
  const cpuBefore = sumCpuSeconds()
  const botIds = nameBots(warmUp, publishes)
  await publishAll(channel, botIds, isModerated)
  const cpuMs = ((sumCpuSeconds() - cpuBefore) * 1000) / publishes
  const botId = findCalmest(botIds, requests)
  // Before the record is looked at, which takes calls of its own.
  const made = requests.filter(isAbout(botId))
  const reviewBytes = await weighReview(channel, botId)
  const counted = countCalls(made, reviewBytes)
  const written = weighLines(lines.filter(line => line.includes(botId)))
  return {
    use: { ...counted, ...written, cpuMs: round(cpuMs, 1) },
    reviewBytes,
    reports: channel.coze.reports.filter(report => report.botId === botId).length,
  }
}

/** On a busy machine a call may take so long that it is made again. The publish with the fewest calls was left in peace. */
function findCalmest(botIds: readonly string[], requests: readonly AwsRequest[]): string {
  const countOf = (botId: string) => requests.filter(isAbout(botId)).length
  return botIds.toSorted((one, other) => countOf(one) - countOf(other))[0] ?? ''
}

function isAbout(botId: string) {
  return ({ body }: AwsRequest) => JSON.stringify(body).includes(botId)
}

/** One after the other, so that no second process has to be started while the first is counted. */
async function publishAll({ coze }: Channel, botIds: readonly string[], isModerated: boolean): Promise<void> {
  for (const botId of botIds) {
    coze.setProfile(botId, { prompt_info: { prompt } })
    await coze.publish({ botId, ...listing })
    if (isModerated) await coze.report(report => report.botId === botId, 60_000)
  }
  // After its report a verdict is recorded.
  await sleep(1000)
}

function nameBots(from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    String(7_486_758_484_003_000_000n + BigInt(from + index)),
  )
}

function sumCpuSeconds(): number {
  return findFunction('Function').reduce((sum, process) => sum + readCpuSeconds(process), 0)
}

/** The record of a bot's one publish, as it is when all is done. */
async function weighReview({ aws }: Channel, botId: string): Promise<number> {
  const client = new DynamoDBClient(clientSettings(aws.endpoints.dynamodb))
  const eventKey = { pk: { S: `${localConnectorId}#${botId}` }, sk: { S: 'newest' } }
  const TableName = aws.tableNames.ReviewsTable ?? ''
  const { Item: newest = {} } = await client.send(new GetItemCommand({ TableName, Key: eventKey }))
  const reviewKey = { ...eventKey, sk: { S: `review#${newest.eventId?.S}` } }
  const { Item: review = {} } = await client.send(new GetItemCommand({ TableName, Key: reviewKey }))
  client.destroy()
  return sizeOfItem(review)
}

function subtract(both: FunctionUse, callback: FunctionUse): FunctionUse {
  const calls = Object.entries(both.calls).map(([name, count]) => [name, count - (callback.calls[name] ?? 0)])
  return {
    calls: Object.fromEntries(calls.filter(([, count]) => count !== 0)),
    writeUnits: both.writeUnits - callback.writeUnits,
    readUnits: both.readUnits - callback.readUnits,
    logLines: both.logLines - callback.logLines,
    logBytes: both.logBytes - callback.logBytes,
    cpuMs: round(both.cpuMs - callback.cpuMs, 1),
  }
}
