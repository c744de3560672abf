import { listProcesses, type Process, readPeakMegabytes } from './processes.ts'
import { round } from './statistics.ts'

/** The processes of a function on our local stack. Others on this machine may run the same stack. */
export function findFunction(name: string): Process[] {
  return listProcesses(
    ({ parent, command }) =>
      parent === process.pid && command.includes('lambda/main.ts') && command.includes(name),
  )
}

/** The most that any of its processes ever held, beside what the stack gives it. */
export function weighFunction(name: string) {
  const processes = findFunction(name)
  const [, given = '0'] = /--max-old-space-size=(\d+)/.exec(processes[0]?.command ?? '') ?? []
  const peak = Math.max(...processes.map(readPeakMegabytes))
  return { function: name, 'peak MB': round(peak, 0), 'MB given': Number(given), processes: processes.length }
}
