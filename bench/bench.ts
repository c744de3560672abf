import { measureAcknowledgement } from './acknowledgement/measure-acknowledgement.ts'
import { measureRounds } from './cold/measure-cold-starts.ts'
import { openColdBench } from './cold/open-cold-bench.ts'
import { tabulate } from './cold/report.ts'
import { measureDrain, measureVerdicts } from './verdict/measure-verdicts.ts'

const say = (line: string) => console.error(line)

await tell('Cold start, in multiples of an empty function', measureColdStarts)
const acknowledgement = await tell('Acknowledgement at rising load', async () => {
  const { rows, memory } = await measureAcknowledgement(say)
  console.table(rows)
  return memory
})
await tell('From publish to verdict', async () => console.table([await measureVerdicts()]))
const moderation = await tell('Drain', async () => {
  const { drain, memory } = await measureDrain()
  console.table([drain])
  return memory
})
await tell('Memory', async () => console.table([acknowledgement, moderation]))

/** A part that fails does not take the others along. */
async function tell<T>(title: string, measure: () => Promise<T>): Promise<T | undefined> {
  console.log(`\n${title}`)
  try {
    return await measure()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
    return undefined
  }
}

async function measureColdStarts(): Promise<void> {
  await using owner = new AsyncDisposableStack()
  const bench = await openColdBench(owner)
  console.table(tabulate(await measureRounds(bench, 25), bench.functions))
}
