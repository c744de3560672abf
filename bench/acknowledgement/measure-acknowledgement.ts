import { startChannel } from '../../local/channel.ts'
import { localCallbackToken } from '../../local/defaults.ts'
import { findFunction, weighFunction } from '../function-processes.ts'
import { listProcesses, type Process, readCpuSeconds } from '../processes.ts'
import { percentile, round } from '../statistics.ts'
import { withoutEventSources } from '../without-event-sources.ts'
import { sendLoad } from './load.ts'
import { startSample } from './sample/start-sample.ts'

type Target = { readonly name: string; readonly url: string; processes(): readonly Process[] }

const token = localCallbackToken
/** Publishes a second. Coze makes 50 to 500 calls a second, over all channels of an account. */
const rates = [10, 25, 50, 100, 150]
const seconds = 8

/** The door on the local stack and Coze's own design side by side, at rising load. Nothing is moderated meanwhile. */
export async function measureAcknowledgement(say: (line: string) => void) {
  await using owner = new AsyncDisposableStack()
  const channel = owner.use(await startChannel({ writeLog: () => {}, amend: withoutEventSources }))
  const sample = await startSample(token, say)
  owner.defer(sample.close)
  const targets: readonly Target[] = [
    { name: 'this door', url: channel.aws.callbackUrl, processes: () => findFunction('CallbackDoor') },
    { name: sample.kind, url: sample.url, processes: () => findFamily(sample.pid) },
  ]
  // As many processes as there will be, and code that has been run before.
  for (const { url } of targets) await sendLoad({ url, token, rate: 100, seconds: 3 })
  const rows = []
  for (const rate of rates) for (const target of targets) rows.push(await measure(target, rate))
  return { rows, memory: weighFunction('CallbackDoor') }
}

async function measure(target: Target, rate: number) {
  const before = sumCpuSeconds(target)
  const took = await sendLoad({ url: target.url, token, rate, seconds })
  const cpuSeconds = sumCpuSeconds(target) - before
  const answered = took.filter(ms => ms !== null)
  return {
    'publishes a second': rate,
    design: target.name,
    answered: `${answered.length} of ${took.length}`,
    'p50 ms': round(percentile(answered, 0.5), 1),
    'p99 ms': round(percentile(answered, 0.99), 1),
    'a second and core': round(answered.length / cpuSeconds, 0),
  }
}

function sumCpuSeconds({ processes }: Target): number {
  return processes().reduce((sum, process) => sum + readCpuSeconds(process), 0)
}

function findFamily(pid: number): Process[] {
  return listProcesses(process => process.pid === pid || process.parent === pid)
}
