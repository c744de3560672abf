import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Interfere } from './fault-proxy.ts'
import { clientSettings } from './local-account.ts'
import { startProxiedServer } from './server-process.ts'
import type { Queue } from './template/queue.ts'

export type SqsServer = {
  /** Where the functions find it, and whoever interferes. */
  readonly url: string
  /** For what AWS itself does with queues. */
  readonly client: SQSClient
  createQueues(queues: readonly Queue[]): Promise<void>
  close(): Promise<void>
}

/** In memory. Messages do not expire, and nothing can be redriven. */
export async function startSqsServer(interfere?: Interfere): Promise<SqsServer> {
  const server = await startProxiedServer('sqs', interfere)
  // The queues' addresses are the proxy's; our own calls go past it.
  const client = new SQSClient({ ...clientSettings(server.ownUrl), useQueueUrlAsEndpoint: false })
  return {
    url: server.url,
    client,
    async createQueues(queues) {
      for (const { name, attributes } of queues.toSorted(byRedrive)) {
        await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }))
      }
    },
    close() {
      client.destroy()
      return server.close()
    },
  }
}

/** A queue must stand before another can name it as its dead-letter queue. */
function byRedrive(one: Queue, other: Queue): number {
  return Number('RedrivePolicy' in one.attributes) - Number('RedrivePolicy' in other.attributes)
}
