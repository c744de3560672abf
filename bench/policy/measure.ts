import { percentile, round } from '../statistics.ts'

type Timing = { p50: number; p95: number }

/** Milliseconds of a synchronous function, after it has been warmed up. */
export function measure(run: () => unknown, runs = 60): Timing {
  for (let index = 0; index < 10; index++) run()
  const times = Array.from({ length: runs }, () => time(run))
  return { p50: round(percentile(times, 0.5), 2), p95: round(percentile(times, 0.95), 2) }
}

export function time(run: () => unknown): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

/** Megabytes that a thing keeps; needs node --expose-gc. */
export function weigh<T>(make: () => T): { made: T; megabytes: number | undefined } {
  const collect = globalThis.gc
  collect?.()
  const before = process.memoryUsage()
  const made = make()
  collect?.()
  const after = process.memoryUsage()
  // Typed arrays are kept outside of the heap.
  const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  return { made, megabytes: collect && round(bytes / 2 ** 20, 1) }
}
