import { userInfo } from 'node:os'
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { approve, escalate, openRecordChannel } from '../open-record-channel.ts'

let channel: Awaited<ReturnType<typeof openRecordChannel>>

beforeAll(async () => {
  channel = await openRecordChannel()
})
afterAll(() => channel.close())
beforeEach(() => {
  channel.world.interfere = () => 'pass'
})

/** Nobody reports here, so nobody waits for it. */
const unattended = ['--wait', '0', '--yes']
const approveBot = (bot: string, ...args: string[]) =>
  channel.operate(['reviews', 'approve', bot, ...unattended, ...args])
const rejectBot = (bot: string, ...args: string[]) =>
  channel.operate(['reviews', 'reject', bot, '--reason', '请删去微信号', ...unattended, ...args])

/** The letters about a bot since the last look. */
async function takeTasks(bot: string) {
  const letters = await channel.takeTasks()
  return letters.filter(({ Body = '' }) => Body.includes(`"botId":"${bot}"`))
}

test('a decision is recorded with who made it, and its report left to the moderation function', async () => {
  const review = await channel.receive({ verdict: escalate })
  const { code, output } = await approveBot(review.botId, '--by', 'Li Lei')
  expect([code, output]).toEqual([
    0,
    expect.stringContaining('approved by Li Lei; Coze does not know it yet. It goes on by itself'),
  ])
  expect(await channel.reviews.find(review)).toMatchObject({
    status: 'approved',
    report: 'due',
    verdict: { decision: 'approve', decidedBy: 'Li Lei' },
  })
  const [letter, ...others] = await takeTasks(review.botId)
  expect(others).toEqual([])
  expect(JSON.parse(letter?.Body ?? '')).toEqual({
    taskVersion: 1,
    kind: 'publish',
    connectorId: '7423989367674212345',
    botId: review.botId,
    eventId: 'evt-1',
    eventTime: 1_000,
  })
  // The queue takes a letter of the event's own name for the one that the publish had.
  expect(letter?.Attributes?.MessageDeduplicationId).not.toBe('evt-1')
})

test('who says no name is named by the operating system', async () => {
  const review = await channel.receive({ verdict: escalate })
  await rejectBot(review.botId)
  expect((await channel.reviews.find(review))?.verdict).toMatchObject({
    reason: '请删去微信号',
    decidedBy: userInfo().username,
  })
})

test('whoever is asked is told which version, from when, and what its developer will read', async () => {
  const review = await channel.receive({ verdict: escalate })
  const args = ['reviews', 'reject', review.botId, '--reason', '请删去微信号', '--by', 'alice']
  const { code, errors } = await channel.operate(args, { answer: 'n' })
  expect([code, errors]).toEqual([1, expect.stringContaining('nothing was changed')])
  expect(errors).toContain(
    `Bot ${review.botId} is to be rejected by alice:
event evt-1, version 1, received 2026-09-21T14:13:20.000Z.
Its developer reads: 请删去微信号
Go on? [y/N]`,
  )
  expect(await channel.reviews.find(review)).toEqual(review)
})

test('where nobody can be asked nothing is decided', async () => {
  const review = await channel.receive({ verdict: escalate })
  const { code } = await channel.operate(['reviews', 'approve', review.botId])
  expect([code, await channel.reviews.find(review)]).toEqual([2, review])
})

test.each(['publish', 'withdrawal'] as const)(
  'after a newer %s nothing is decided and nothing is queued',
  async kind => {
    const review = await channel.receive({ verdict: escalate })
    await channel.reviews.setNewest({ ...review, eventId: 'evt-2', eventTime: 2_000, kind })
    const { code, errors } = await approveBot(review.botId, '--event', 'evt-1')
    expect([code, errors]).toEqual([1, expect.stringContaining('so nothing was decided on event evt-1')])
    expect(await channel.reviews.find(review)).toEqual(review)
    expect(await takeTasks(review.botId)).toEqual([])
  },
)

test('a publish that comes while the person thinks is noticed', async () => {
  const review = await channel.receive({ verdict: escalate })
  const newer = { ...review, eventId: 'evt-2', eventTime: 2_000, kind: 'publish' } as const
  const whenAsked = async () => void (await channel.reviews.setNewest(newer))
  const args = ['reviews', 'approve', review.botId, '--by', 'alice']
  const { code, errors } = await channel.operate(args, { answer: 'y', whenAsked })
  expect([code, errors]).toEqual([1, expect.stringContaining('was published again')])
  expect(await channel.reviews.find(review)).toEqual(review)
})

test('without an event the newest publish is meant, not an older one that was escalated', async () => {
  const older = await channel.receive({ eventId: 'evt-1', eventTime: 1_000, verdict: escalate })
  await channel.receive({ botId: older.botId, eventId: 'evt-2', eventTime: 2_000 })
  const { code, errors } = await approveBot(older.botId)
  expect([code, errors]).toEqual([
    1,
    expect.stringContaining('event evt-2: the moderators have not decided yet'),
  ])
})

test('a bot that has left is told', async () => {
  const review = await channel.receive({ verdict: escalate })
  const gone = { ...review, eventId: 'gone', eventTime: 2_000, kind: 'withdrawal' } as const
  await channel.reviews.setNewest(gone)
  const { code, errors } = await approveBot(review.botId)
  expect([code, errors]).toEqual([1, expect.stringContaining('has left the channel (gone)')])
})

test('of two operators at once one decides, and the other is told what', async () => {
  const review = await channel.receive({ verdict: escalate })
  const answers = await Promise.all([
    approveBot(review.botId, '--by', 'alice'),
    rejectBot(review.botId, '--by', 'bob'),
  ])
  const recorded = await channel.reviews.find(review)
  expect(answers.map(({ code }) => code).toSorted()).toEqual([0, 1])
  const loser = answers.find(({ code }) => code === 1)
  expect(loser?.errors).toContain(`it was ${recorded?.status} by ${recorded?.verdict?.decidedBy} at 20`)
  expect(await takeTasks(review.botId)).toHaveLength(1)
})

test('who comes second with the same decision is told whose it is', async () => {
  const review = await channel.receive({ verdict: escalate })
  await approveBot(review.botId, '--by', 'alice')
  const { code, output } = await approveBot(review.botId, '--by', 'bob')
  expect([code, output]).toEqual([0, expect.stringContaining('approved by alice')])
})

test('a command that broke off between the record and the queue is finished by running it again', async () => {
  const review = await channel.receive({ verdict: escalate })
  channel.world.interfere = ({ operation }) => (operation === 'SendMessage' ? 'drop' : 'pass')
  expect((await approveBot(review.botId, '--by', 'alice')).code).toBe(1)
  expect(await channel.reviews.find(review)).toMatchObject({ status: 'approved', report: 'due' })
  const listed = await channel.operate(['reviews', 'list'])
  expect(listed.output).toMatch(new RegExp(`approved, not reported yet +${review.botId} +evt-1 +by alice\n`))

  channel.world.interfere = () => 'pass'
  const { code, output } = await approveBot(review.botId, '--by', 'bob')
  expect([code, output]).toEqual([0, expect.stringContaining('approved by alice')])
  expect(await takeTasks(review.botId)).toHaveLength(1)
})

test('who comes second with another reason is told which one the developer reads', async () => {
  const review = await channel.receive({ verdict: escalate })
  await rejectBot(review.botId, '--by', 'alice')
  const args = ['reviews', 'reject', review.botId, '--reason', '另一个理由', ...unattended]
  const { code, output } = await channel.operate(args)
  expect([code, output]).toEqual([0, expect.stringContaining('rejected by alice (请删去微信号);')])
})

test('a decision that Coze knows is told again, and nothing is done', async () => {
  const review = await channel.receive({ verdict: escalate })
  await approveBot(review.botId, '--by', 'alice')
  const decided = await channel.reviews.find(review)
  if (decided !== undefined) await channel.reviews.recordReport(decided, 'log-7')
  await takeTasks(review.botId)
  const { code, output } = await approveBot(review.botId)
  expect([code, output]).toEqual([
    0,
    expect.stringMatching(/approved by alice; Coze knows it since .* log-7\n$/),
  ])
  expect(await takeTasks(review.botId)).toEqual([])
})

test.each([
  ['not judged yet', async () => channel.receive(), 'the moderators have not decided yet'],
  ['approved', async () => channel.receive({ verdict: approve }), 'it was approved by policy p1 at'],
  [
    'superseded',
    async () => {
      const review = await channel.receive({ verdict: escalate })
      await channel.reviews.close(review, 'superseded')
      return review
    },
    'a newer publish has superseded it',
  ],
  [
    'withdrawn',
    async () => {
      const review = await channel.receive({ verdict: escalate })
      await channel.reviews.close(review, 'withdrawn')
      return review
    },
    'the bot has left the channel',
  ],
])('a review that is %s is not rejected', async (_what, prepare, explanation) => {
  const review = await prepare()
  const { code, errors } = await rejectBot(review.botId)
  expect([code, errors]).toEqual([1, expect.stringContaining(`${explanation}`)])
  expect(errors).toContain('nothing was changed')
})

test('an event that the bot never had is told', async () => {
  const { botId } = await channel.receive({ verdict: escalate })
  const { code, errors } = await approveBot(botId, '--event', 'evt-9')
  expect([code, errors]).toEqual([1, expect.stringContaining(`bot ${botId} has no review of event evt-9`)])
})

test('a review that outlived the newest event of its bot is the newest again', async () => {
  const review = await channel.receive({ verdict: escalate })
  const Key = { pk: { S: `7423989367674212345#${review.botId}` }, sk: { S: 'newest' } }
  await channel.client.send(new DeleteItemCommand({ TableName: 'reviews', Key }))
  expect((await approveBot(review.botId)).code).toBe(0)
  expect(await channel.reviews.findNewest(review)).toMatchObject({ eventId: 'evt-1', kind: 'publish' })
})

test('the document says who decided what, and whether Coze knows', async () => {
  const review = await channel.receive({ verdict: escalate })
  const { output } = await rejectBot(review.botId, '--by', 'alice', '--json')
  expect(JSON.parse(output)).toMatchObject({
    ok: true,
    bot: review.botId,
    connector: '7423989367674212345',
    event: 'evt-1',
    status: 'rejected',
    report: 'due',
    reason: '请删去微信号',
    decidedBy: 'alice',
  })
})
