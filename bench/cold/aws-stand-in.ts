import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import * as z from 'zod'
import type { Certificates } from './certificates.ts'

export type AwsStandIn = {
  readonly url: string
  /** The calls that were granted since the last time, by name. */
  takeCalls(): Promise<readonly string[]>
  close(): Promise<void>
}

const addressSchema = z.object({ port: z.number() })
const callsSchema = z.array(z.string())

/** Starts the stand-ins for AWS. In a process of their own, so that they do not take the time of what is measured. */
export async function startAwsStandIn(
  { key, certificate }: Certificates,
  token: string,
): Promise<AwsStandIn> {
  const child = fork(join(import.meta.dirname, 'aws-main.ts'), { execArgv: [] })
  const exited = once(child, 'exit')
  const died = exited.then(() => Promise.reject(new Error('the stand-in for AWS died')))
  async function ask(question: object | string): Promise<unknown> {
    child.send(question)
    const [answer] = await Promise.race([once(child, 'message'), died])
    return answer
  }
  const { port } = addressSchema.parse(await ask({ key, certificate, token }))
  return {
    url: `https://127.0.0.1:${port}`,
    takeCalls: async () => callsSchema.parse(await ask('calls')),
    async close() {
      died.catch(() => {}) // as it should
      child.disconnect()
      await exited
    },
  }
}
