import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Match, Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import { synthesize } from '../../local/synthesize.ts'
import { synthesizeOnce } from '../synthesize-once.ts'

const stack = await synthesizeOnce({})
const json = z.record(z.string(), z.unknown()).parse(stack.template)
const template = Template.fromJSON(json)

/** The one bundle that a function loads, of a function known by a setting that only it has. */
function findBundle(word: string): string {
  const bundles = globSync('asset.*/index.js', { cwd: stack.assembly }).map(path =>
    join(stack.assembly, path),
  )
  const found = bundles.filter(path => readFileSync(path, 'utf8').includes(word))
  expect(found).toHaveLength(1)
  return found[0] ?? ''
}

const policySchema = z.object({
  Properties: z.object({
    Roles: z.array(z.object({ Ref: z.string() })),
    PolicyDocument: z.object({
      Statement: z.array(
        z.object({
          Effect: z.literal('Allow'),
          Action: z.union([z.string(), z.array(z.string())]),
          Resource: z.unknown(),
        }),
      ),
    }),
  }),
})

function listStatements(role: string) {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).map(policy =>
    policySchema.parse(policy),
  )
  return policies
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }) => Ref.startsWith(role)))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
}

const listActions = (role: string) =>
  listStatements(role)
    .flatMap(({ Action }) => Action)
    .toSorted()

test('the callback function may do exactly this', () => {
  expect(listActions('CallbackDoorRole')).toEqual([
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'secretsmanager:GetSecretValue',
    'sqs:SendMessage',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ])
})

test('the moderation function may do exactly this', () => {
  expect(listActions('ModerationDoorRole')).toEqual([
    'dynamodb:GetItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'secretsmanager:GetSecretValue',
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ])
})

test('the watch may count what waits and read one secret', () => {
  expect(listActions('WatchDoorRole')).toEqual([
    'dynamodb:Query',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'secretsmanager:GetSecretValue',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ])
})

test('only tracing is allowed on every resource, for it knows no others', () => {
  const open = ['CallbackDoorRole', 'ModerationDoorRole', 'WatchDoorRole']
    .flatMap(listStatements)
    .filter(({ Resource }) => Resource === '*')
    .flatMap(({ Action }) => Action)
  expect(new Set(open)).toEqual(new Set(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']))
})

test('no role has a managed policy', () => {
  template.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() })
})

test('one route leads in, throttled, and every request leaves a line', () => {
  template.resourceCountIs('AWS::ApiGatewayV2::Route', 1)
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /callback' })
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' })
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
    AccessLogSettings: { DestinationArn: Match.anyValue() },
  })
})

test('the functions run on Node 24 and arm64, log JSON and trace', () => {
  template.resourceCountIs('AWS::Lambda::Function', 3)
  template.allResourcesProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', LogGroup: Match.anyValue() },
  })
})

test('every log group forgets', () => {
  template.resourceCountIs('AWS::Logs::LogGroup', 4)
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 })
})

test('the tasks stand in line per bot, delayed, encrypted, and long enough for an outage of 72 hours', () => {
  template.hasResourceProperties('AWS::SQS::Queue', {
    FifoQueue: true,
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
    DelaySeconds: 3,
    VisibilityTimeout: 720,
    MessageRetentionPeriod: 604_800,
    SqsManagedSseEnabled: true,
    RedrivePolicy: { maxReceiveCount: 1_000 },
  })
})

test('both queues refuse whoever comes without TLS', () => {
  template.resourceCountIs('AWS::SQS::QueuePolicy', 2)
  template.allResourcesProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    },
  })
})

test('the watch makes its rounds twice an hour', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(30 minutes)',
    Targets: [Match.objectLike({ Arn: Match.anyValue() })],
  })
})

test('tasks are taken one at a time, with partial answers and a bound', () => {
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BatchSize: 1,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 10 },
  })
})

test('the record can be restored, expires item by item, and outlives the stack', () => {
  template.hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Retain',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    },
  })
})

test('the secrets are created without a value', () => {
  template.resourceCountIs('AWS::SecretsManager::Secret', 3)
  template.allResourcesProperties('AWS::SecretsManager::Secret', {
    SecretString: Match.absent(),
    GenerateSecretString: Match.absent(),
  })
})

test('what the operator needs is among the outputs', () => {
  expect(Object.keys(template.findOutputs('*')).toSorted()).toEqual([
    'AccessLogs',
    'AlarmTopic',
    'CallbackLogs',
    'CallbackTokensSecret',
    'CallbackUrl',
    'CozeApiBase',
    'CozeCredentialsSecret',
    'DeadLetterQueue',
    'ModelKeysSecret',
    'ModerationLogs',
    'RetentionDays',
    'ReviewTable',
    'TaskQueue',
    'WatchLogs',
  ])
})

test('no partition, region or account is written out, so that the stack runs in China too', () => {
  const written = JSON.stringify(json)
  expect(written).not.toMatch(/arn:aws/)
  expect(written).not.toMatch(/\b(us|eu|ap|cn|sa|ca|af|me)-(gov-)?(north|south|east|west|central)+-\d/)
  // Principals are called the same in every partition.
  expect(written.replaceAll(/(apigateway|cloudwatch|events|lambda)\.amazonaws\.com/g, '')).not.toContain(
    'amazonaws.com',
  )
})

test('the callback bundle is below 80 KB, with no client of the SDK in it', () => {
  const bundle = findBundle('CALLBACK_TOKENS_SECRET_ID')
  expect(statSync(bundle).size).toBeLessThan(80_000)
  expect(readFileSync(bundle, 'utf8')).not.toContain('@aws-sdk/client-')
})

test('the chain of credential providers is in no bundle', () => {
  const bundle = findBundle('DEAD_LETTER_QUEUE_URL')
  expect(readFileSync(bundle, 'utf8')).not.toContain('Could not load credentials from any providers')
})

test('the policy travels with the moderation', () => {
  const bundle = findBundle('DEAD_LETTER_QUEUE_URL')
  expect(readFileSync(join(bundle, '..', 'policy', 'policy.yaml'), 'utf8')).toBe(
    readFileSync(join(import.meta.dirname, '../../policy/policy.yaml'), 'utf8'),
  )
})

test('synthesized twice, the template is the same to the byte', async () => {
  const again = await synthesize({})
  expect(JSON.stringify(again.template)).toBe(JSON.stringify(stack.template))
  await again.remove()
})

test('another channel is another stack', async () => {
  const beta = await synthesize({ channel: 'beta' })
  expect(globSync('*.template.json', { cwd: beta.assembly })).toEqual(['coze-review-beta.template.json'])
  await beta.remove()
})

test('without models the moderation may read no model key and ask no guardrail', () => {
  template.resourceCountIs('AWS::Bedrock::Guardrail', 0)
  expect(listActions('ModerationDoorRole')).not.toContain('bedrock:ApplyGuardrail')
})

test('a model and a guardrail are set up by one block of the context', async () => {
  const moderators = [
    { kind: 'model-judge', baseUrl: 'https://model.invalid/v1', model: 'judge' },
    { kind: 'bedrock-guardrail', guardrailProfile: 'us.guardrail.v1:0' },
  ]
  const asked = await synthesize({ moderators })
  const withModels = Template.fromJSON(z.record(z.string(), z.unknown()).parse(asked.template))
  withModels.resourceCountIs('AWS::Bedrock::GuardrailVersion', 1)
  withModels.hasResourceProperties('AWS::Bedrock::Guardrail', {
    ContentPolicyConfig: { ContentFiltersTierConfig: { TierName: 'STANDARD' } },
  })
  withModels.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: 'bedrock:ApplyGuardrail', Resource: Match.not('*') }),
      ]),
    },
  })
  await asked.remove()
})

test('a mistake in the context stops the synthesis and says what it is', async () => {
  await expect(synthesize({ chanel: 'beta' })).rejects.toThrow('chanel: no such setting')
})
