import { expect, test } from '@jest/globals'
import { type Robot, robots } from '../../../functions/alarm-robot/robots.ts'
import { createTopicHandler } from '../../../functions/alarm-robot/sns.ts'
import { createTeller } from '../../../functions/alarm-robot/tell-robot.ts'
import { parseWebhook } from '../../../functions/alarm-robot/webhook.ts'
import { answerJson, serve } from '../../serve.ts'

/** As CloudWatch publishes it, shortened. */
const alarm = JSON.stringify({
  AlarmName: 'coze-review-main-dead-letters',
  AlarmDescription:
    '有任务进了死信队列。\nRunbook: https://wiki.example/runbook#dead-letters\nLogs Insights: fields …',
  AWSAccountId: '000000000000',
  NewStateValue: 'ALARM',
  NewStateReason:
    'Threshold Crossed: 2 datapoints [1.0, 1.0] were greater than or equal to the threshold (1.0).',
  OldStateValue: 'OK',
})

function createTell(robot: Robot, url: string, timeoutMs = 5_000) {
  return createTeller({ robot, readWebhook: async () => url, timeoutMs })
}

const text =
  'coze-review-main-dead-letters ALARM\n有任务进了死信队列。\nRunbook: https://wiki.example/runbook#dead-letters'

test.each([
  ['feishu', { code: 0, msg: 'success' }, { msg_type: 'text', content: { text } }],
  ['dingtalk', { errcode: 0, errmsg: 'ok' }, { msgtype: 'text', text: { content: text } }],
  ['wecom', { errcode: 0, errmsg: 'ok' }, { msgtype: 'text', text: { content: text } }],
] as const)(
  '%s is told the sentence and the section of the runbook, in its own format',
  async (kind, answer, body) => {
    await using server = await serve((_request, response) => answerJson(response, 200, answer))
    await createTell(robots[kind], `${server.url}/hook/group-1`)(alarm)
    expect(server.requests).toMatchObject([{ method: 'POST', path: '/hook/group-1' }])
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(body)
  },
)

test('the end of an alarm is told as such', async () => {
  await using server = await serve((_request, response) => answerJson(response, 200, { code: 0 }))
  await createTell(robots.feishu, server.url)(alarm.replace('"ALARM"', '"OK"'))
  expect(server.requests[0]?.body).toContain('coze-review-main-dead-letters is over')
})

test('what is no alarm is passed on, so that a person can try the robot', async () => {
  await using server = await serve((_request, response) => answerJson(response, 200, { errcode: 0 }))
  await createTell(robots.wecom, server.url)('coze-review-main says hello')
  expect(server.requests[0]?.body).toContain('coze-review-main says hello')
})

test.each([
  [
    'an error with HTTP 200, as all three do',
    200,
    { code: 19024, errcode: 310000, msg: 'Key Words Not Found' },
  ],
  ['an error of HTTP', 500, {}],
])('a robot that answers with %s has not spoken', async (_what, status, answer) => {
  await using server = await serve((_request, response) => answerJson(response, status, answer))
  for (const robot of Object.values(robots))
    await expect(createTell(robot, server.url)(alarm)).rejects.toThrow(
      `the robot did not take the notice (HTTP ${status})`,
    )
})

test('a robot that gives no answer fails the notice, and its address is told to nobody', async () => {
  await using server = await serve(() => {})
  const failure = await createTell(
    robots.feishu,
    `${server.url}/hook/secret`,
    50,
  )(alarm).catch(error => error)
  expect(failure).toMatchObject({ message: 'the robot gave no answer: check the address of its webhook' })
  expect(failure.cause).toBeUndefined()
})

test('every record of the topic is passed on', async () => {
  await using server = await serve((_request, response) => answerJson(response, 200, { code: 0 }))
  const handler = createTopicHandler(createTell(robots.feishu, server.url))
  const record = { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: '' }
  const sns = {
    Type: 'Notification',
    MessageId: '1',
    TopicArn: '',
    Subject: '',
    Timestamp: '',
    Message: alarm,
  }
  const signature = { SignatureVersion: '1', Signature: '', SigningCertUrl: '', UnsubscribeUrl: '' }
  const Sns = { ...sns, ...signature, MessageAttributes: {} }
  await handler({
    Records: [
      { ...record, Sns },
      { ...record, Sns },
    ],
  })
  expect(server.requests).toHaveLength(2)
})

test.each(['', 'https://robot.example/hook', '{"url":"robot"}', '{"url":"file:///etc"}'])(
  'a webhook of %j is refused without being quoted',
  secret => {
    expect(() => parseWebhook(secret)).toThrow(new Error('the secret is not {"url":"https://..."}'))
  },
)

test('a webhook is read as it was stored', () => {
  expect(parseWebhook('{"url":"https://robot.example/hook?key=1"}')).toBe('https://robot.example/hook?key=1')
})
