import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type Message, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { createReviewStore } from '../../../functions/reviews/review-store.ts'
import { encodeTask } from '../../../functions/task/task.ts'
import { clientSettings } from '../../../local/aws/local-account.ts'
import { newSubmission } from '../../functions/reviews/open-store.ts'
import { newBotId, openChannel } from '../../journeys/open-channel.ts'
import { openRecordChannel } from '../open-record-channel.ts'
import { operate } from '../sit-down.ts'

let channel: Awaited<ReturnType<typeof openRecordChannel>>

beforeAll(async () => {
  channel = await openRecordChannel()
})
afterAll(() => channel.close())
beforeEach(async () => {
  channel.world.interfere = () => 'pass'
  await Promise.all([channel.takeTasks(), channel.takeDead()])
})

const redrive = (...args: string[]) => channel.operate(['redrive', '--yes', '--rate', '50', ...args])
const bodies = (letters: readonly Message[]) => letters.map(({ Body }) => Body)

let letters = 0

/** As the function buries it; without an outcome, as SQS does. */
async function bury(MessageBody: string, outcome?: string, MessageGroupId = `group ${++letters}`) {
  const attribute = { DataType: 'String', StringValue: outcome }
  await channel.sendDead({
    MessageBody,
    MessageGroupId: MessageGroupId.replaceAll(' ', '-'),
    MessageDeduplicationId: `dead-${++letters}`,
    ...(outcome === undefined ? {} : { MessageAttributes: { outcome: attribute } }),
  })
}

/** A letter about a review that stands in the record. */
async function writeLetter(): Promise<{ botId: string; body: string }> {
  const review = await channel.receive()
  await channel.reviews.recordFailure(review, { message: 'look at it' })
  return { botId: review.botId, body: encodeTask({ ...review, kind: 'publish' }) }
}

test('what the function buried goes back to the queue when it is mended, and its review ends', async () => {
  await using full = await openChannel()
  const port = new URL(full.aws.url).port
  const { sqs, reviews, destroy } = connectClients(full.aws)
  const publish = await full.coze.publish({ botId: newBotId(), name: '天气助手', description: '查询天气' })
  const { botId } = publish
  await full.coze.shown(botId, 2)
  const review = {
    ...newSubmission(),
    description: '查询天气',
    botId,
    eventId: 'lost',
    eventTime: publish.createdAt + 1,
  }
  for (const MessageBody of [encodeTask({ ...review, kind: 'publish' }), 'no task'])
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: full.aws.outputs.TaskQueue,
        MessageBody,
        MessageGroupId: MessageBody.length.toString(),
        MessageDeduplicationId: MessageBody.length.toString(),
      }),
    )
  await full.drained()
  const look = async () =>
    (await operate(['redrive', '--local', '--dry-run'], { port })).output.split('\n').toSorted()
  expect(await look()).toEqual([
    '',
    `stays    bot ${botId}, publish lost: its review is not in the record`,
    expect.stringMatching(/^stays {4}letter [-0-9a-f]{36}: no task, or of a newer version: no task$/),
  ])

  await reviews.receive(review)
  await reviews.setNewest({ ...review, kind: 'publish' })
  expect(await look()).toContain(
    `returns  bot ${botId}, publish lost: its review was not in the record, where by now it is; its review is in_review`,
  )
  const { code, output } = await operate(['redrive', '--local'], { port, answer: 'y' })
  expect([code, output]).toEqual([1, '1 sent back, 1 left\nredrive --dry-run tells why\n'])
  await full.drained()
  expect(await reviews.find(review)).toMatchObject({ status: 'approved', report: 'done' })
  destroy()
})

function connectClients({ endpoints, outputs }: Awaited<ReturnType<typeof openChannel>>['aws']) {
  const sqs = new SQSClient(clientSettings(endpoints.sqs))
  const client = new DynamoDBClient(clientSettings(endpoints.dynamodb))
  const tableName = outputs.ReviewTable ?? ''
  const reviews = createReviewStore({ client, tableName, retentionDays: 10, now: Date.now })
  const destroy = () => {
    sqs.destroy()
    client.destroy()
  }
  return { sqs, reviews, destroy }
}

test('each letter is sent back as it was, and says why it died', async () => {
  const deadly = await writeLetter()
  const givenUp = await writeLetter()
  await bury(deadly.body, 'deadly')
  await bury(givenUp.body)
  const { code, output, errors } = await redrive()
  expect([code, output]).toEqual([0, '2 sent back\n'])
  expect(errors).toContain(
    `returns  bot ${deadly.botId}, publish evt-1: the function died over it again and again; its review is in_review, failed last: look at it\n`,
  )
  expect(errors).toMatch(new RegExp(`bot ${givenUp.botId}, publish evt-1: given up by SQS, received 1 times`))
  const tasks = await channel.takeTasks()
  expect(bodies(tasks).toSorted()).toEqual([deadly.body, givenUp.body].toSorted())
  for (const { Attributes } of tasks) expect(Attributes?.MessageDeduplicationId).toMatch(/^redrive-/)
  expect(await channel.takeDead()).toEqual([])
})

test('a letter keeps its place among those of its bot', async () => {
  const { body } = await writeLetter()
  await bury(body, 'deadly', '7-42')
  await redrive()
  const [task] = await channel.takeTasks()
  expect(task?.Attributes?.MessageGroupId).toBe('7-42')
})

test('run twice it finds nothing the second time', async () => {
  await bury((await writeLetter()).body, 'deadly')
  await redrive()
  const { code, output } = await redrive()
  expect([code, output]).toEqual([0, 'no dead letters\n'])
  expect(await channel.takeTasks()).toHaveLength(1)
})

test('a letter that was sent but could not be deleted is sent once all the same', async () => {
  await bury((await writeLetter()).body, 'deadly')
  channel.world.interfere = ({ operation }) => (operation === 'DeleteMessage' ? 'drop' : 'pass')
  expect((await redrive()).code).toBe(1)
  channel.world.interfere = () => 'pass'
  expect((await redrive()).output).toBe('1 sent back\n')
  expect(await channel.takeTasks()).toHaveLength(1)
  expect(await channel.takeDead()).toEqual([])
})

test('a letter that could not be sent stays', async () => {
  const { body } = await writeLetter()
  await bury(body, 'deadly')
  channel.world.interfere = ({ operation }) => (operation === 'SendMessage' ? 'drop' : 'pass')
  expect((await redrive()).code).toBe(1)
  expect(bodies(await channel.takeDead())).toEqual([body])
})

test('a dry run changes nothing', async () => {
  const { body } = await writeLetter()
  await bury(body, 'deadly')
  await bury('no task', 'unreadable')
  const { code, output } = await redrive('--dry-run', '--drop')
  expect([code, output.match(/^(returns|stays)/gm)?.toSorted()]).toEqual([0, ['returns', 'stays']])
  expect(await channel.takeTasks()).toEqual([])
  expect(bodies(await channel.takeDead()).toSorted()).toEqual([body, 'no task'].toSorted())
})

test('where nobody can be asked every letter stays', async () => {
  const { body } = await writeLetter()
  await bury(body, 'deadly')
  const { code, errors } = await channel.operate(['redrive'])
  expect([code, errors]).toEqual([2, expect.stringContaining('1 will be sent back to the queue. Go on?')])
  expect(bodies(await channel.takeDead())).toEqual([body])
})

test('what nobody can read is shown without harm and left, and only deleted by whoever says so', async () => {
  await bury('\u200b[2J no task', 'unreadable')
  const { code, output, errors } = await redrive()
  expect([code, output]).toEqual([1, '0 sent back, 1 left\nredrive --dry-run tells why\n'])
  expect(errors).toContain('no task, or of a newer version: \\u{200b}[2J no task')
  const asked = await channel.operate(['redrive', '--drop'])
  expect(asked.errors).toContain('0 will be sent back to the queue, 1 deleted for good. Go on?')
  expect((await redrive('--drop')).output).toBe('0 sent back, 1 deleted\n')
  expect(await channel.takeDead()).toEqual([])
})

test('a letter whose review is not in the record would only come back, and is left', async () => {
  const task = { kind: 'publish', connectorId: '7', botId: '999', eventId: 'lost', eventTime: 1 } as const
  await bury(encodeTask(task), 'no-review')
  const { code, errors } = await redrive()
  expect([code, errors]).toEqual([
    1,
    expect.stringContaining('stays    bot 999, publish lost: its review is not in the record'),
  ])
  expect(await channel.takeTasks()).toEqual([])
})

test('a letter that dies again meanwhile waits for the next run', async () => {
  const { body } = await writeLetter()
  const again = await writeLetter()
  await bury(body, 'deadly')
  let buried: Promise<void> | undefined
  channel.world.interfere = ({ operation }) => {
    if (operation === 'SendMessage') buried ??= bury(again.body, 'deadly')
    return 'pass'
  }
  expect((await redrive()).output).toBe('1 sent back\n')
  await buried
  expect(bodies(await channel.takeTasks())).toEqual([body])
  expect(bodies(await channel.takeDead())).toEqual([again.body])
})

test('Control-C gives back what was not sent, at once', async () => {
  for (let count = 0; count < 3; count += 1) await bury((await writeLetter()).body, 'deadly')
  const stop = new AbortController()
  channel.world.interfere = ({ operation }) => {
    if (operation === 'DeleteMessage') setImmediate(() => stop.abort())
    return 'pass'
  }
  const args = ['redrive', '--yes', '--rate', '0.1']
  const { code, errors } = await channel.operate(args, { signal: stop.signal })
  expect([code, errors]).toEqual([130, expect.stringContaining('changed before: sending back the publish')])
  expect(await channel.takeTasks()).toHaveLength(1)
  expect(await channel.takeDead()).toHaveLength(2)
})

test('Control-C in the middle of the look gives back what it has seen', async () => {
  const { body } = await writeLetter()
  await bury(body, 'deadly')
  const stop = new AbortController()
  channel.world.interfere = ({ operation }) => {
    if (operation === 'ReceiveMessage') stop.abort()
    return 'pass'
  }
  const { code } = await channel.operate(['redrive', '--dry-run'], { signal: stop.signal })
  expect(code).toBe(130)
  expect(bodies(await channel.takeDead())).toEqual([body])
})

test('letters that another run holds are not taken for none', async () => {
  await bury((await writeLetter()).body, 'deadly')
  const hold = await channel.holdDead()
  const { code, output } = await redrive()
  expect([code, output]).toEqual([1, expect.stringContaining('no dead letters but 1 that another run holds')])
  await hold.release()
  expect((await redrive()).output).toBe('1 sent back\n')
})

test('no more letters are sent than the rate allows', async () => {
  for (let count = 0; count < 4; count += 1) await bury((await writeLetter()).body, 'deadly')
  const startedAt = performance.now()
  const { output } = await redrive('--rate', '2')
  expect(output).toBe('4 sent back\n')
  expect(performance.now() - startedAt).toBeGreaterThan(1_500)
})

test('the document tells of every letter', async () => {
  const { botId, body } = await writeLetter()
  await bury(body, 'deadly')
  const { output } = await redrive('--json')
  expect(JSON.parse(output)).toMatchObject({
    ok: true,
    letters: [{ bot: botId, event: 'evt-1', kind: 'publish', outcome: 'deadly', canReturn: true }],
    sent: 1,
    dropped: 0,
    left: 0,
  })
})

test.each([['0'], ['101'], ['many']])('a rate of %s is wrong use', async rate => {
  const { code, errors } = await channel.operate(['redrive', '--rate', rate])
  expect([code, errors]).toEqual([2, expect.stringContaining('rate: ')])
})
