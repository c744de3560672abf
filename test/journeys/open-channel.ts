import { setTimeout as sleep } from 'node:timers/promises'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import type { Interfere } from '../../local/aws/fault-proxy.ts'
import { clientSettings } from '../../local/aws/local-account.ts'
import { type ChannelOptions, startChannel } from '../../local/channel.ts'
import { synthesizeOnce } from '../synthesize-once.ts'

/**
 * The whole channel on free ports, with a queue that delivers after a second. `world.interfere` may be changed at any time;
 * `lines` is all that the functions print.
 */
export async function openChannel(options: Partial<ChannelOptions> = {}) {
  const world: { interfere: Interfere } = { interfere: () => 'pass' }
  const lines: string[] = []
  const channel = await startChannel({
    context: { answerSeconds: 1 },
    synthesize: synthesizeOnce,
    interfere: request => world.interfere(request),
    writeLog: line => void lines.push(line),
    ...options,
    standIn: { resending: { times: 20, delayMs: 50, resigned: true }, ...options.standIn },
  })
  const { endpoints, queueUrls } = channel.aws
  const client = new SQSClient(clientSettings(endpoints.sqs))
  const count = (queueUrl = '') => countLetters(client, queueUrl)
  async function close() {
    client.destroy()
    await channel[Symbol.asyncDispose]()
  }
  return {
    ...channel,
    world,
    lines,
    close,
    [Symbol.asyncDispose]: close,
    /** Waits until no task is left; a queue has no event to wait for, so it is asked. */
    async drained() {
      while ((await count(queueUrls.QueueTasks)) > 0) await sleep(50)
    },
    countDead: () => count(queueUrls.QueueDeadLetters),
  }
}

async function countLetters(client: SQSClient, QueueUrl: string): Promise<number> {
  const request = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })
  const { Attributes = {} } = await client.send(request)
  return (
    Number(Attributes.ApproximateNumberOfMessages) +
    Number(Attributes.ApproximateNumberOfMessagesNotVisible) +
    Number(Attributes.ApproximateNumberOfMessagesDelayed)
  )
}

const queueSchema = z.looseObject({ Type: z.literal('AWS::SQS::Queue'), Properties: z.looseObject({}) })

/** Brings the letter of a function that died back sooner than the twelve minutes of the stack. */
export function setVisibilityTimeout(template: unknown, seconds: number): unknown {
  const { Resources, ...rest } = z
    .looseObject({ Resources: z.record(z.string(), z.unknown()) })
    .parse(template)
  const amended = Object.entries(Resources).map(([id, resource]) => {
    const { success, data } = queueSchema.safeParse(resource)
    return [
      id,
      success ? { ...data, Properties: { ...data.Properties, VisibilityTimeout: seconds } } : resource,
    ]
  })
  return { ...rest, Resources: Object.fromEntries(amended) }
}

let bots = 0

/** The id of a bot that no other test has, too large for a double. */
export function newBotId(): string {
  bots += 1
  return (7_486_758_484_001_200_001n + BigInt(bots)).toString()
}
