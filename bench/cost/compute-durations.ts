import { assumptions } from './assumptions.ts'
import type { FunctionUse, PublishUse } from './publish-use.ts'
import type { StackFacts } from './read-stack.ts'

/** How long the functions of a publish run, in milliseconds: what Lambda bills, and what keeps one of them busy. */
export function computeDurations(use: PublishUse, stack: StackFacts) {
  return {
    callbackMs: estimate(use.callback, stack.callbackMegabytes, 0),
    moderationMs: estimate(use.moderation, stack.moderationMegabytes, countCozeCalls(use, stack)),
  }
}

export function countCozeCalls({ reports }: PublishUse, { readsProfile }: StackFacts): number {
  return reports + (readsProfile ? 1 : 0)
}

/** A function is given a share of a core with its memory; what it computes takes so much longer, what it waits for does not. */
function estimate({ cpuMs, calls }: FunctionUse, megabytes: number, cozeCalls: number): number {
  const share = Math.min(1, megabytes / assumptions.megabytesPerCore)
  const awsCalls = Object.values(calls).reduce((sum, count) => sum + count, 0)
  return cpuMs / share + awsCalls * assumptions.awsCallMs + cozeCalls * assumptions.cozeCallMs
}
