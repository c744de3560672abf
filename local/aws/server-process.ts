import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import * as z from 'zod'
import type { LoopbackServer } from '../loopback-server.ts'
import { type Interfere, startFaultProxy } from './fault-proxy.ts'
import { region } from './local-account.ts'

/** `url` is the proxy's; calls to `ownUrl` go past it. */
type ProxiedServer = LoopbackServer & { readonly ownUrl: string }

type ServerName = 'sqs' | 'dynamodb'

export async function startProxiedServer(name: ServerName, interfere?: Interfere): Promise<ProxiedServer> {
  const server = await startServerProcess(name)
  const proxy = await startFaultProxy(name, server.url, interfere)
  return {
    url: proxy.url,
    ownUrl: server.url,
    async close() {
      await proxy.close()
      await server.close()
    },
  }
}

const reportSchema = z.object({ url: z.string() })

/** Starts a server of AWS's kind in a process of its own, where neither its load nor its end is ours. */
async function startServerProcess(name: ServerName): Promise<LoopbackServer> {
  const child = fork(join(import.meta.dirname, 'server-main.ts'), [name], {
    env: { AWS_REGION: region },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const [report] = await Promise.race([once(child, 'message'), exited])
  const { url } = reportSchema.parse(report, { error: () => `The server for ${name} did not start` })
  return {
    url,
    async close() {
      child.kill('SIGKILL') // all it holds is in memory
      await exited
    },
  }
}
