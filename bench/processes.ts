import { readdirSync, readFileSync } from 'node:fs'

/** A process of this machine, as Linux shows it. */
export type Process = { readonly pid: number; readonly parent: number; readonly command: string }

/** The kernel counts a process's time in hundredths of a second. */
const ticksPerSecond = 100

export function listProcesses(matches: (process: Process) => boolean): Process[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => readProcess(Number(name)))
    .filter(matches)
}

/** Of all its threads, in seconds since its start. */
export function readCpuSeconds({ pid }: Process): number {
  const [utime = 0, stime = 0] = readStat(pid).slice(11, 13).map(Number)
  return (utime + stime) / ticksPerSecond
}

/** The most memory that it ever held, in megabytes. */
export function readPeakMegabytes({ pid }: Process): number {
  const [, kilobytes = '0'] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

/** None where it ended meanwhile. */
function readProcess(pid: number): Process[] {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return [{ pid, parent: Number(readStat(pid)[1]), command }]
  } catch {
    return []
  }
}

/** What stands behind the name, which may hold spaces and brackets: state, parent, … */
function readStat(pid: number): string[] {
  const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return line.slice(line.lastIndexOf(')') + 2).split(' ')
}
