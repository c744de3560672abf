import { setTimeout as sleep } from 'node:timers/promises'
import { type Channel, startChannel } from '../../local/channel.ts'
import { findFunction, weighFunction } from '../function-processes.ts'
import { readCpuSeconds } from '../processes.ts'
import { percentile, round } from '../statistics.ts'

const singles = 30
const backlog = 400
const honest = { name: '天气助手', description: '查询天气，告诉用户明天要不要带伞。' }

/** From the publish to the arrival of its verdict at Coze, with the settings of cdk.json. */
export async function measureVerdicts() {
  await using channel = await startChannel({ writeLog: () => {} })
  const took: number[] = []
  for (let number = 0; number <= singles; number += 1) took.push(await timeVerdict(channel, number))
  // The first one waits for the start of both functions.
  const [first = 0, ...others] = took
  return {
    'first, cold ms': round(first, 0),
    'p50 ms': round(percentile(others, 0.5), 0),
    'p99 ms': round(percentile(others, 0.99), 0),
    publishes: others.length,
  }
}

async function timeVerdict({ coze }: Channel, number: number): Promise<number> {
  const botId = nameBot(number)
  const startedAt = Date.now()
  await coze.publish({ botId, ...honest })
  const report = await coze.report(({ botId: reported }) => reported === botId, 60_000)
  return report.at - startedAt
}

/** How fast a backlog is worked off. The delay of the queue is what lets one grow. */
export async function measureDrain() {
  await using channel = await startChannel({ writeLog: () => {}, context: { answerSeconds: 20 } })
  // Starts the processes of the moderation, which on a busy machine takes longer than all the rest.
  await workOff(channel, 0, 20)
  const cpuBefore = sumCpuSeconds()
  const times = await workOff(channel, 20, backlog)
  const cpuSeconds = sumCpuSeconds() - cpuBefore
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
  return {
    drain: {
      verdicts: `${times.length} of ${backlog}`,
      seconds: round(seconds, 1),
      'verdicts a second': round(times.length / seconds, 0),
      'a second and core': round(times.length / cpuSeconds, 0),
    },
    memory: weighFunction('ModerationDoor'),
  }
}

function sumCpuSeconds(): number {
  return findFunction('ModerationDoor').reduce((sum, process) => sum + readCpuSeconds(process), 0)
}

/** Publishes so many bots and gives the times at which their verdicts arrived, in order. */
async function workOff({ coze }: Channel, from: number, count: number): Promise<readonly number[]> {
  const arrived = coze.reports.length
  for (let number = from; number < from + count; number += 20) await publishTogether(coze, number, 20)
  await coze.report(({ botId }) => botId >= nameBot(from), 120_000)
  let before: number
  do {
    before = coze.reports.length
    await sleep(10_000)
    // A letter whose function died comes back in twelve minutes; nobody waits for it here.
  } while (coze.reports.length > before && coze.reports.length < arrived + count)
  return coze.reports.slice(arrived).map(({ at }) => at)
}

async function publishTogether(coze: Channel['coze'], from: number, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => from + index)
  await Promise.all(numbers.map(number => coze.publish({ botId: nameBot(number), ...honest })))
}

/** Each of another bot: those of one bot wait for each other. */
function nameBot(number: number): string {
  return String(7_486_758_484_002_000_000n + BigInt(number))
}
