import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import * as z from 'zod'

type Load = {
  readonly url: string
  readonly token: string
  /** Publishes a second. */
  readonly rate: number
  readonly seconds: number
}

/** Milliseconds per publish; null for one that was not answered well within ten seconds. */
const tookSchema = z.array(z.number().nullable())

/** Sends publishes from another process, so that sending does not wait for what else happens in this one. */
export async function sendLoad(load: Load): Promise<readonly (number | null)[]> {
  const child = fork(join(import.meta.dirname, 'load-main.ts'), { execArgv: [] })
  const exited = once(child, 'exit')
  child.send(load)
  const [took] = await Promise.race([once(child, 'message'), exited])
  if (child.connected) child.disconnect()
  await exited
  return tookSchema.parse(took, { error: () => 'the process that sends the load died' })
}
