import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs'
import type { Review, Verdict } from '../../functions/reviews/review.ts'
import type { AwsRequest, Interference } from '../../local/aws/fault-proxy.ts'
import { credentials, region } from '../../local/aws/local-account.ts'
import { startSqsServer } from '../../local/aws/sqs-server.ts'
import { readQueue } from '../../local/aws/template/queue.ts'
import { channelDescriptionPath } from '../../local/channel-description.ts'
import { newSubmission, openStore } from '../functions/reviews/open-store.ts'
import { answerJson, serve } from '../serve.ts'
import { operate } from './sit-down.ts'

type Settling = Parameters<typeof newSubmission>[0] & { readonly verdict?: Verdict }

export const doubt = {
  rule: 'contact/wechat',
  category: 'X.3',
  severity: 'escalate',
  field: 'description',
  excerpt: '加微信',
  view: 'exact',
  foundBy: 'policy',
}
export const escalate: Verdict = { decision: 'escalate', findings: [doubt], policyVersion: 'p1' }
export const approve: Verdict = { decision: 'approve', findings: [], policyVersion: 'p1' }

/**
 * The record and the queues of a channel with nobody in it: what a command changes stays as it is, and the clock of the
 * record is the test's. There are no secrets and no Coze, so whatever works here needs none.
 */
export async function openRecordChannel() {
  const world = { interfere: (_request: AwsRequest): Interference => 'pass' }
  const store = await openStore()
  const queues = await openQueues(request => world.interfere(request))
  const { reviews } = store
  const door = await serve(({ path }, response) =>
    path === channelDescriptionPath
      ? answerJson(response, 200, describe(store.url, queues))
      : answerJson(response, 404, {}),
  )
  const port = new URL(door.url).port

  async function receive(changes: Settling = {}): Promise<Review> {
    const { review } = await reviews.receive(newSubmission(changes))
    await reviews.setNewest({ ...review, kind: 'publish' })
    return changes.verdict === undefined ? review : reviews.recordVerdict(review, changes.verdict)
  }

  return {
    ...store,
    ...queues,
    world,
    port,
    /** A publish of a bot that no other test has, and what the moderators said. */
    receive,
    /** One whose verdict Coze has refused. */
    async receiveFailed(changes: Settling = {}): Promise<Review> {
      const review = await receive({ verdict: approve, ...changes })
      await reviews.recordReportFailure(review, { message: 'no permission', code: 4101, logId: 'log-1' })
      return review
    },
    operate: (args: readonly string[], seat: Parameters<typeof operate>[1] = {}) =>
      operate([...args, '--local'], { port, ...seat }),
    async close() {
      await door[Symbol.asyncDispose]()
      await queues.close()
      await store.close()
    },
  }
}

function describe(dynamodb: string, { sqsUrl, taskQueue, deadLetterQueue }: Queues) {
  const nowhere = 'http://127.0.0.1:9'
  const outputs = {
    CallbackUrl: `${nowhere}/callback`,
    CallbackTokensSecret: 'none',
    CozeCredentialsSecret: 'none',
    ReviewTable: 'reviews',
    TaskQueue: taskQueue,
    DeadLetterQueue: deadLetterQueue,
    CozeApiBase: nowhere,
    RetentionDays: '10',
  }
  return { outputs, region, credentials, endpoints: { sqs: sqsUrl, dynamodb, secretsManager: nowhere } }
}

type Queues = Awaited<ReturnType<typeof openQueues>>

async function openQueues(interfere: (request: AwsRequest) => Interference) {
  const server = await startSqsServer(interfere)
  const world = { sqsUrl: server.url, apiUrl: '', assets: {} }
  const [tasks, dead] = ['Tasks', 'Dead'].map(id => readQueue(id, { FifoQueue: true }, world))
  if (tasks === undefined || dead === undefined) throw new Error('two queues were asked for')
  await server.createQueues([tasks, dead])
  // Past whoever interferes.
  const client = server.client

  /** One that is taken out of the way shows the next of its bot. */
  async function take(QueueUrl: string): Promise<Message[]> {
    const taken: Message[] = []
    const request = { QueueUrl, MessageSystemAttributeNames: ['All' as const] }
    for (;;) {
      const { Messages: [message] = [] } = await client.send(new ReceiveMessageCommand(request))
      if (message === undefined) return taken
      taken.push(message)
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }))
    }
  }

  return {
    sqsUrl: server.url,
    taskQueue: tasks.url,
    deadLetterQueue: dead.url,
    takeTasks: () => take(tasks.url),
    takeDead: () => take(dead.url),
    /** As another run does that looks at them. */
    async holdDead() {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl: dead.url, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
      )
      const release = async () => {
        for (const { ReceiptHandle } of Messages)
          await client.send(
            new ChangeMessageVisibilityCommand({ QueueUrl: dead.url, ReceiptHandle, VisibilityTimeout: 0 }),
          )
      }
      return { release }
    },
    async sendDead(letter: Omit<SendMessageCommandInput, 'QueueUrl'>) {
      await client.send(new SendMessageCommand({ QueueUrl: dead.url, ...letter }))
    },
    close: () => server.close(),
  }
}
