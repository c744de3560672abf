import { parseArgs } from 'node:util'
import { measureRounds } from './measure-cold-starts.ts'
import { openColdBench } from './open-cold-bench.ts'
import { summarize, tabulate } from './report.ts'

const fewestPairs = 15

const { json, pairs } = parseArgs({
  options: { json: { type: 'boolean', default: false }, pairs: { type: 'string', default: '25' } },
}).values

try {
  await using owner = new AsyncDisposableStack()
  const bench = await openColdBench(owner)
  const rounds = await measureRounds(bench, Math.max(fewestPairs, Number(pairs) || 0))
  if (json) console.log(JSON.stringify(summarize(rounds, bench.functions)))
  else console.table(tabulate(rounds, bench.functions))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
