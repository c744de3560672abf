import { expect, test } from '@jest/globals'
import { Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import { type Refusal, refuse } from '../../functions/callback/refuse.ts'
import { CozeError } from '../../functions/coze/errors.ts'
import { log } from '../../functions/log.ts'
import { createBatchHandler } from '../../functions/moderation/moderate-batch.ts'
import { recordOrRethrow } from '../../functions/moderation/record-failure.ts'
import { encodeTask } from '../../functions/task/task.ts'
import { watchChannel } from '../../functions/watch/watch-channel.ts'
import { newSubmission, openStore } from '../functions/reviews/open-store.ts'
import { createStack } from './create-stack.ts'
import { matchLine } from './match-line.ts'

const template = Template.fromStack(createStack())

const filterSchema = z.object({
  Properties: z.object({
    FilterPattern: z.string(),
    MetricTransformations: z.tuple([z.object({ MetricName: z.string(), MetricValue: z.string() })]),
  }),
})
const filters = Object.values(template.findResources('AWS::Logs::MetricFilter')).map(filter => {
  const { FilterPattern: pattern, MetricTransformations } = filterSchema.parse(filter).Properties
  return { pattern, name: MetricTransformations[0].MetricName, value: MetricTransformations[0].MetricValue }
})

const countersOf = (line: unknown) =>
  filters.filter(({ pattern }) => matchLine(pattern, line)).map(({ name }) => name)

/** The warnings and errors that something really writes, as Lambda would frame them. The quietest log level keeps these. */
async function writeLines(run: () => unknown): Promise<unknown[]> {
  const lines: unknown[] = []
  const { warn, error } = console
  Object.assign(console, { warn: (message: unknown) => void lines.push({ level: 'WARN', message }) })
  Object.assign(console, { error: (message: unknown) => void lines.push({ level: 'ERROR', message }) })
  try {
    await run()
  } finally {
    Object.assign(console, { warn, error })
  }
  return lines
}

async function countersOfRun(run: () => unknown): Promise<string[]> {
  return (await writeLines(run)).flatMap(countersOf)
}

test.each<[Refusal, string[]]>([
  ['wrong-signature', ['SignaturesRefused']],
  ['malformed-signature', ['SignaturesRefused']],
  ['unreadable', ['CallbacksUnreadable']],
  ['unsigned', []],
  ['too-large', []],
  ['unverifiable', []],
])('a refusal because of %s counts as %j', async (refusal, names) => {
  expect(await countersOfRun(() => refuse(refusal, log))).toEqual(names)
})

const key = { connectorId: '7423989367674212345', botId: '7486758484001234567', eventId: 'evt-1' }

/** Lets a task fail that was received so many times, at the shortest or longest delay there is for that. */
function failTask(receives: number, chance: 0 | 1) {
  const handler = createBatchHandler({
    settle: {
      publish: () => Promise.reject(new CozeError({ call: 'reporting', httpStatus: 503 })),
      withdrawal: async () => 'settled',
    },
    postpone: async () => {},
    sendDeadLetter: async () => {},
    chance: () => chance,
    log,
  })
  const sent = { SentTimestamp: '0', SenderId: '', ApproximateFirstReceiveTimestamp: '0' }
  const record = {
    messageId: 'm',
    receiptHandle: 'r',
    body: encodeTask({ kind: 'publish', ...key, eventTime: 1 }),
    attributes: { ...sent, ApproximateReceiveCount: String(receives) },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  }
  return handler({ Records: [record] })
}

test('a task counts as failing again and again from its eighth try, four minutes after the first', async () => {
  expect(await countersOfRun(() => failTask(7, 0))).toEqual([])
  expect(await countersOfRun(() => failTask(8, 1))).toEqual(['TasksKeepFailing'])
  expect(await countersOfRun(() => failTask(900, 1))).toEqual(['TasksKeepFailing'])
})

test('a report that Coze refuses counts by what has to be mended: the verdict or the token', async () => {
  const store = await openStore()
  const { review } = await store.reviews.receive(newSubmission())
  const fail = (code: number) => () =>
    recordOrRethrow(review, new CozeError({ call: 'reporting', code }), {
      reviews: store.reviews,
      now: () => store.clock.nowMs,
      log,
    }).catch(() => {})
  expect(await countersOfRun(fail(4101))).toEqual(['ReportsFailed'])
  expect(await countersOfRun(fail(4100))).toEqual(['CredentialsRefused'])
  expect(await countersOfRun(fail(5000))).toEqual([])
  await store.close()
})

test('the watch counts overdue reviews by their number, and a token about to expire', async () => {
  const lines = await writeLines(() =>
    watchChannel({
      countEscalated: async () => 3,
      readCredentials: async () => ({
        kind: 'access-token',
        accessToken: 'pat',
        expiresOn: '2020-01-01',
      }),
      longestWaitMs: 1,
      now: Date.now,
      log,
    }),
  )
  expect(lines.flatMap(countersOf)).toEqual(['ReviewsOverdue', 'CredentialsExpiring'])
  expect(filters.find(({ name }) => name === 'ReviewsOverdue')?.value).toBe('$.message.overdue')
  expect(lines).toContainEqual({ level: 'WARN', message: { event: 'reviews-overdue', overdue: 3 } })
})

test('of the requests those let in and those turned away count', () => {
  const stage = z
    .object({ Properties: z.object({ AccessLogSettings: z.object({ Format: z.string() }) }) })
    .parse(Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))[0])
  const answered = (status: string) =>
    JSON.parse(stage.Properties.AccessLogSettings.Format.replace('$context.status', status))
  expect(countersOf(answered('200'))).toEqual(['CallbacksLetIn'])
  expect(countersOf(answered('429'))).toEqual(['CallbacksTurnedAway'])
  expect(countersOf(answered('401'))).toEqual([])
})

test('these are all metrics that are made of lines', () => {
  expect(filters.map(({ name }) => name).toSorted()).toEqual([
    'CallbacksLetIn',
    'CallbacksTurnedAway',
    'CallbacksUnreadable',
    'CredentialsExpiring',
    'CredentialsRefused',
    'ReportsFailed',
    'ReviewsOverdue',
    'SignaturesRefused',
    'TasksKeepFailing',
  ])
})
