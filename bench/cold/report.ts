import { median, percentile, round } from '../statistics.ts'
import { type BenchFunction, type FunctionName, functionNames } from './functions.ts'
import type { Round } from './measure-cold-starts.ts'

/** Ratios are medians of what each round says for itself, so that a noisy minute weighs no more than a quiet one. */
export function summarize(rounds: readonly Round[], functions: readonly BenchFunction[]) {
  return {
    ratio: round(ratioToEmpty(rounds, 'callback', 'total'), 2),
    firstInvocationRatio: round(ratioToEmpty(rounds, 'callback', 'firstInvocation'), 3),
    bundleKB: round(weightOf('callback', functions), 1),
    usualWayRatio: round(ratioToEmpty(rounds, 'usualWay', 'total'), 2),
    pairs: rounds.length,
  }
}

export function tabulate(rounds: readonly Round[], functions: readonly BenchFunction[]) {
  return Object.fromEntries(
    functionNames.map(name => {
      const totals = rounds.map(measured => measured[name].total)
      const row = {
        KB: round(weightOf(name, functions), 1),
        ratio: round(ratioToEmpty(rounds, name, 'total'), 2),
        'first invocation': round(ratioToEmpty(rounds, name, 'firstInvocation'), 3),
        'median ms': round(median(totals), 0),
        'p10 ms': round(percentile(totals, 0.1), 0),
        'p90 ms': round(percentile(totals, 0.9), 0),
        'first invocation ms': round(median(rounds.map(measured => measured[name].firstInvocation)), 1),
      }
      return [name, row]
    }),
  )
}

/** To the whole cold start of the empty function, which both times are measured by. */
function ratioToEmpty(
  rounds: readonly Round[],
  name: FunctionName,
  time: 'total' | 'firstInvocation',
): number {
  return median(rounds.map(measured => measured[name][time] / measured.empty.total))
}

function weightOf(name: FunctionName, functions: readonly BenchFunction[]): number {
  return (functions.find(fn => fn.name === name)?.bytes ?? 0) / 1000
}
