import { assumptions } from './assumptions.ts'
import { type CostLine, computeCost, total } from './compute-cost.ts'
import { computeDurations } from './compute-durations.ts'
import { computeLimits, findBottlenecks, type Limit } from './compute-limits.ts'
import type { PriceList } from './prices.ts'
import type { FunctionUse, PublishUse } from './publish-use.ts'
import type { StackFacts } from './read-stack.ts'

type Inputs = { readonly use: PublishUse; readonly stack: StackFacts; readonly prices: PriceList }

const sizes = [1_000, 1_000_000, 100_000_000] as const

/** The tables of docs/scale-and-cost.md, by the name that stands at their place. */
export function writeTables(inputs: Inputs): Readonly<Record<string, string>> {
  return {
    use: writeUse(inputs),
    cost: writeCost(inputs),
    limits: writeLimits(inputs),
    bottlenecks: writeBottlenecks(inputs),
    prices: writePrices(inputs.prices),
  }
}

function writeUse({ use, stack }: Inputs): string {
  const { callbackMs, moderationMs } = computeDurations(use, stack)
  const describe = ({ calls }: FunctionUse) =>
    Object.entries(calls)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')
  const row = (what: string, pick: (of: FunctionUse) => string | number) =>
    [what, pick(use.callback), pick(use.moderation)] as const
  return table(
    ['one approved publish', 'callback', 'moderation'],
    [
      row('calls to DynamoDB and SQS', describe),
      row('write units', of => of.writeUnits),
      row('read units', of => of.readUnits),
      row('log lines, bytes', of => `${of.logLines}, ${format(of.logBytes)}`),
      row('processor, ms of a whole core', of => of.cpuMs),
      ['duration that Lambda bills, ms (estimate)', format(callbackMs), format(moderationMs)],
    ],
  )
}

function writeCost(inputs: Inputs): string {
  const { use, stack, prices } = inputs
  const costs = sizes.map(size => computeCost(size, use, stack, prices))
  const rows = (costs[0] ?? []).map(({ what }, index) => [
    what,
    ...costs.map(lines => dollars(lines[index]?.dollars ?? 0)),
  ])
  const onX86 = sizes.map(size => computeCost(size, use, { ...stack, architecture: 'x86_64' }, prices))
  return table(
    ['a month', ...sizes.map(size => `${format(size)} publishes`)],
    [
      ...rows,
      ['**together**', ...costs.map(lines => `**${dollars(total(lines))}**`)],
      [
        'for each 1,000 publishes',
        ...costs.map((lines, index) => dollars(perThousand(lines, sizes[index] ?? 1))),
      ],
      ['the same on x86', ...onX86.map(lines => dollars(total(lines)))],
    ],
  )
}

function perThousand(lines: readonly CostLine[], size: number): number {
  return (total(lines) / size) * 1000
}

function writeLimits({ use, stack }: Inputs): string {
  return table(
    ['limit', 'publishes a second', 'what moves it'],
    computeLimits(use, stack).map(({ what, publishesPerSecond, remedy }) => [
      what,
      format(publishesPerSecond),
      remedy,
    ]),
  )
}

function writeBottlenecks({ use, stack }: Inputs): string {
  const limits = computeLimits(use, stack)
  return table(
    [
      'publishes a month',
      'a second on average',
      `at a peak of ${assumptions.peakFactor} times`,
      'breaks first',
      'then',
    ],
    sizes.map(size => {
      const average = size / assumptions.secondsPerMonth
      const [first, ...others] = findBottlenecks(size, limits)
      return [
        format(size),
        format(average),
        format(average * assumptions.peakFactor),
        first === undefined ? 'nothing' : tell(first),
        others.map(tell).join('; ') || 'nothing',
      ]
    }),
  )
}

function tell({ what, remedy }: Limit): string {
  return `${what}: ${remedy}`
}

function writePrices({ prices }: PriceList): string {
  return table(
    ['price', 'dollars', 'read on', 'page of'],
    Object.entries(prices).map(([name, { each, source, of }]) => [
      name,
      each < 0.001 ? `${Number((each * 1_000_000).toPrecision(6))} a million` : String(each),
      `<${source}>`,
      of,
    ]),
  )
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function dollars(value: number): string {
  if (value >= 100) return `$${format(value)}`
  return `$${value.toFixed(value >= 0.01 || value === 0 ? 2 : 4)}`
}

/** Three digits that count. */
function format(value: number): string {
  const rounded = value >= 100 ? Math.round(value) : Number(value.toPrecision(2))
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 4 })
}
