import { isDeepStrictEqual } from 'node:util'
import type { AwsStandIn } from './aws-stand-in.ts'
import { type ColdStart, measureColdStart } from './cold-start.ts'
import type { BenchFunction, FunctionName } from './functions.ts'
import { createPublishEvent } from './publish-event.ts'

/** One cold start of each function, one after the other. */
export type Round = Readonly<Record<FunctionName, ColdStart>>

export type ColdBench = {
  readonly functions: readonly BenchFunction[]
  readonly aws: AwsStandIn
  /** The file of AWS's runtime interface client. */
  readonly interfaceClient: string
  readonly token: string
}

/** What a publish has to leave behind in AWS, whichever way the door is built. Other calls are warm-up. */
const neededCalls = ['PutItem', 'SendMessage', 'UpdateItem']

/** The first round fills the caches of the disk only and is thrown away. */
export async function measureRounds(bench: ColdBench, count: number): Promise<readonly Round[]> {
  const rounds: Round[] = []
  for (let number = 0; number <= count; number += 1) rounds.push(await measureRound(bench, number))
  return rounds.slice(1)
}

/** Each round begins with another function, so that none always runs in the wake of the same. */
async function measureRound(bench: ColdBench, number: number): Promise<Round> {
  const { functions } = bench
  const first = number % functions.length
  const order = [...functions.slice(first), ...functions.slice(0, first)]
  const measured = new Map<FunctionName, ColdStart>()
  for (const fn of order) measured.set(fn.name, await measureOne(bench, fn))
  const of = (name: FunctionName) => measured.get(name) ?? missing(name)
  return { empty: of('empty'), callback: of('callback'), withSdk: of('withSdk'), usualWay: of('usualWay') }
}

function missing(name: FunctionName): never {
  throw new Error(`${name} was not measured`)
}

async function measureOne(bench: ColdBench, fn: BenchFunction): Promise<ColdStart> {
  const start = await measureColdStart(fn, createPublishEvent(bench.token), bench.interfaceClient)
  const calls = await bench.aws.takeCalls()
  if (fn.name !== 'empty') check(fn, start.answer, calls)
  return start
}

/** The time of a function that did not do its work would be worth nothing. */
function check({ name }: BenchFunction, answer: unknown, calls: readonly string[]): void {
  const { statusCode, body } = Object(answer)
  const expected = { statusCode: 200, body: '{"audit":{"audit_status":1}}' }
  if (!isDeepStrictEqual({ statusCode, body }, expected))
    throw new Error(`${name} answered ${JSON.stringify(answer)}, where "in review" was expected`)
  const made = calls.filter(call => neededCalls.includes(call)).toSorted()
  if (!isDeepStrictEqual(made, neededCalls))
    throw new Error(
      `${name} made the calls ${calls.join(', ')}, where ${neededCalls.join(', ')} were expected`,
    )
}
