import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import * as z from 'zod'
import { region } from './local-region.ts'
import type { LoopbackServer } from './loopback-server.ts'

const reportSchema = z.object({ url: z.string() })

/** Starts a server of AWS's kind in a process of its own, where neither its load nor its end is ours. */
export async function startServerProcess(main: 'sqs' | 'dynamodb'): Promise<LoopbackServer> {
  const child = fork(join(import.meta.dirname, 'servers', `${main}.ts`), {
    env: { AWS_REGION: region },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const [report] = await Promise.race([once(child, 'message'), exited])
  const { url } = reportSchema.parse(report, { error: () => `The server for ${main} did not start` })
  return {
    url,
    async close() {
      child.kill('SIGKILL') // all it holds is in memory
      await exited
    },
  }
}
