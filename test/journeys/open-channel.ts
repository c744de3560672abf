import { setTimeout as sleep } from 'node:timers/promises'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import type { Interfere } from '../../local/aws/fault-proxy.ts'
import { type ChannelOptions, startChannel } from '../../local/channel.ts'

/**
 * The whole channel on free ports, with a queue that delivers after a second. `world.interfere` may be changed at any time;
 * `lines` is all that the functions print.
 */
export async function openChannel(options: Partial<ChannelOptions> = {}) {
  const world: { interfere: Interfere } = { interfere: () => 'pass' }
  const lines: string[] = []
  const channel = await startChannel({
    context: { answerSeconds: 1 },
    interfere: request => world.interfere(request),
    writeLog: line => void lines.push(line),
    ...options,
    standIn: { resending: { times: 20, delayMs: 50, resigned: true }, ...options.standIn },
  })
  const queueUrl = channel.aws.queueUrls.QueueTasks ?? ''
  return {
    ...channel,
    world,
    lines,
    close: async () => channel[Symbol.asyncDispose](),
    /** Waits until no task is left; a queue has no event to wait for, so it is asked. */
    async drained() {
      while ((await countTasks(channel.aws.endpoints.sqs, queueUrl)) > 0) await sleep(50)
    },
    countDead: () => countTasks(channel.aws.endpoints.sqs, channel.aws.queueUrls.QueueDeadLetters ?? ''),
  }
}

async function countTasks(endpoint: string, queueUrl: string): Promise<number> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new SQSClient({ endpoint, region: 'local-1', credentials })
  const request = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] })
  const { Attributes = {} } = await client.send(request)
  client.destroy()
  return (
    Number(Attributes.ApproximateNumberOfMessages) +
    Number(Attributes.ApproximateNumberOfMessagesNotVisible) +
    Number(Attributes.ApproximateNumberOfMessagesDelayed)
  )
}

const queueSchema = z.looseObject({ Type: z.literal('AWS::SQS::Queue'), Properties: z.looseObject({}) })

/** Brings the letter of a function that died back sooner than the six minutes of the stack. */
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
