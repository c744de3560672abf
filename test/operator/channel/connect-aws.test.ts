import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newBotId, openChannel } from '../../journeys/open-channel.ts'
import { answerJson, serve } from '../../serve.ts'
import { serveCloudFormation } from '../../stand-ins/cloudformation-server.ts'
import { serveSts } from '../../stand-ins/sts-server.ts'
import { operate } from '../sit-down.ts'

let channel: Awaited<ReturnType<typeof openChannel>>

/** As a shell would export them; the services are those of the local channel. */
beforeAll(async () => {
  channel = await openChannel()
  const { secretsManager, sqs, dynamodb } = channel.aws.endpoints
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager,
    AWS_ENDPOINT_URL_SQS: sqs,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
  })
})
afterAll(() => channel.close())

const outputs = (): Readonly<Record<string, string>> => ({
  ...channel.aws.outputs,
  CozeApiBase: channel.coze.url,
})

async function operateStack(name: string, args: readonly string[], stackOutputs = outputs()) {
  const resources = [[['AWS::CloudWatch::Alarm', 'coze-review-main-DeadLetters-1'] as const]]
  await using cloudformation = await serveCloudFormation({ name, outputs: stackOutputs, resources })
  process.env.AWS_ENDPOINT_URL_CLOUDFORMATION = cloudformation.url
  const answer = await operate(args, { environment: { AWS_REGION: 'cn-north-1' } })
  return { ...answer, requests: cloudformation.requests }
}

test('the stack that cdk.json names is found, and the secret behind it', async () => {
  const { code, output, requests } = await operateStack('coze-review-main', ['send', 'a.probe'])
  expect([code, output]).toEqual([0, expect.stringMatching(/^HTTP 200/)])
  expect(requests[0]?.headers.authorization).toContain('/cn-north-1/cloudformation/')
})

test('another stack and region are found where they are named', async () => {
  const args = ['send', 'a.probe', '--stack', 'coze-review-second', '--region', 'eu-central-1']
  const { code, requests } = await operateStack('coze-review-second', args)
  expect(code).toBe(0)
  expect(requests[0]?.headers.authorization).toContain('/eu-central-1/cloudformation/')
})

test('doctor hears the alarms of the stack and the age of its oldest task', async () => {
  const alarm = { AlarmName: 'coze-review-main-DeadLetters-1', StateValue: 'ALARM' }
  const measured = { Id: 'age', Values: [7_200] }
  await using watch = await serve((_request, response) =>
    answerJson(response, 200, { MetricAlarms: [alarm], MetricDataResults: [measured] }),
  )
  process.env.AWS_ENDPOINT_URL_CLOUDWATCH = watch.url
  const hold = channel.coze.hold()
  const { botId } = await channel.coze.publish({ name: '天气助手', description: '查询天气' })
  await hold.met
  const { code, output } = await operateStack('coze-review-main', ['doctor'])
  hold.release()
  await channel.coze.shown(botId, 2)
  expect(code).toBe(1)
  expect(output).toContain(
    '✗ alarms            coze-review-main-DeadLetters-1: see its description for what to do',
  )
  expect(output).toMatch(/^✗ tasks {13}0 waiting, 1 under way, the oldest for 120 minutes: see the log/m)
  expect(output.match(/^✗/gm)).toHaveLength(2)
})

test('who decides about a review of a stack is whoever AWS takes us for', async () => {
  await using sts = await serveSts('arn:aws-cn:iam::123456789012:user/alice')
  process.env.AWS_ENDPOINT_URL_STS = sts.url
  const { botId } = await channel.coze.publish({
    botId: newBotId(),
    name: '学习群',
    description: '加微信进群',
  })
  await channel.drained()
  const { code, output } = await operateStack('coze-review-main', ['reviews', 'approve', botId, '--yes'])
  expect([code, output]).toEqual([
    0,
    expect.stringContaining('approved by arn:aws-cn:iam::123456789012:user/alice; Coze knows it'),
  ])
  expect(channel.coze.bot(botId)).toMatchObject({ state: 2 })
})

test('a stack that is not there is named, and what to do', async () => {
  const { code, errors } = await operateStack('coze-review-second', ['send', 'a.probe'])
  expect([code, errors]).toEqual([
    1,
    expect.stringContaining('there is no stack coze-review-main in cn-north-1: deploy it'),
  ])
})

test('a stack of an older version is told by the output that it lacks', async () => {
  const { CozeApiBase: _none, ...older } = outputs()
  const { code, errors } = await operateStack('coze-review-main', ['send', 'a.probe'], older)
  expect([code, errors]).toEqual([1, expect.stringContaining('has no output CozeApiBase')])
})

test.each([
  [400, 'ExpiredToken', 'does not accept the credentials (ExpiredToken): log in again'],
  [403, 'AccessDenied', 'AWS refuses: no way. Ask whoever runs the account'],
  [400, 'Throttling', 'AWS answered Throttling: no way'],
])('HTTP %d with %s is explained', async (status, code, explanation) => {
  await using cloudformation = await serve((_request, response) =>
    response
      .writeHead(status, { 'content-type': 'text/xml' })
      .end(`<ErrorResponse><Error><Code>${code}</Code><Message>no way</Message></Error></ErrorResponse>`),
  )
  process.env.AWS_ENDPOINT_URL_CLOUDFORMATION = cloudformation.url
  const { errors } = await operate(['send', 'a.probe'], { environment: { AWS_REGION: 'cn-north-1' } })
  expect(errors).toContain(explanation)
})

test('an AWS that cannot be reached is told from one that refuses', async () => {
  process.env.AWS_ENDPOINT_URL_CLOUDFORMATION = 'http://127.0.0.1:9'
  const { code, errors } = await operate(['send', 'a.probe'], { environment: { AWS_REGION: 'cn-north-1' } })
  expect([code, errors]).toEqual([1, expect.stringMatching(/^AWS cannot be reached \(.*ECONNREFUSED/)])
})

test('without a region its absence is explained', async () => {
  delete process.env.AWS_REGION
  process.env.AWS_CONFIG_FILE = '/nowhere'
  const { code, errors } = await operate(['send', 'a.probe'])
  expect([code, errors]).toEqual([1, expect.stringContaining('give --region')])
})

test('without credentials their absence is explained', async () => {
  await using nobody = await serve((_request, response) => answerJson(response, 404, {}))
  Object.assign(process.env, { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' })
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_CLOUDFORMATION: nobody.url,
  })
  delete process.env.AWS_ACCESS_KEY_ID
  const { code, errors } = await operate(['send', 'a.probe'], { environment: { AWS_REGION: 'cn-north-1' } })
  expect([code, errors]).toEqual([1, expect.stringContaining('no AWS credentials were found')])
})
