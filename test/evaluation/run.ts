import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readPolicy } from '../../functions/policy/read-policy.ts'
import { severities } from '../../functions/policy/severity.ts'
import { checkBars } from './bars.ts'
import { evaluate } from './evaluate.ts'

const { values } = parseArgs({
  options: {
    half: { type: 'string', default: 'reporting' },
    json: { type: 'boolean', default: false },
    patterns: { type: 'string', default: '' },
    policy: { type: 'string', default: join(import.meta.dirname, '../../policy') },
  },
})
const half = values.half === 'tuning' ? 'tuning' : 'reporting'
const policy = readPolicy(values.policy)
const patterns = severities.find(severity => severity === values.patterns) ?? policy.patterns
const evaluation = evaluate({ ...policy, patterns }, half)
const bars = checkBars(evaluation)

if (values.json) console.log(JSON.stringify({ ...evaluation, bars }))
else printTables()
process.exitCode = bars.every(({ isMet }) => isMet) ? 0 : 1

function printTables(): void {
  const { benign, violating, categories, disguises } = evaluation
  console.log(
    `policy ${evaluation.policyVersion}, patterns at most ${patterns}, the ${half} half of the listings, no model`,
  )
  console.table({ benign, violating })
  console.table(tell(categories, 'category'))
  console.table(tell(disguises, 'name'))
  console.table(tell(bars, 'name'))
}

/** Rows by name, with shares cut to three digits. */
function tell(rows: readonly object[], key: string) {
  const told = rows.map(row => {
    const cells = Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(3)) : value,
    ])
    const { [key]: name, ...rest } = Object.fromEntries(cells)
    return [name, rest]
  })
  return Object.fromEntries(told)
}
