import { expect, test } from '@jest/globals'
import { describeTemplate } from '../../../local/aws/template.ts'

const world = {
  sqsUrl: 'http://127.0.0.1:4000',
  apiUrl: 'http://127.0.0.1:5000',
  assets: { 'c0de.zip': '/assembly/asset.c0de' },
}

function describe(Resources: object) {
  return describeTemplate({ Resources }, world)
}

const deadQueue = {
  Type: 'AWS::SQS::Queue',
  Properties: { FifoQueue: true, MessageRetentionPeriod: 1209600 },
}
const greeter = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: { 'Fn::Sub': `assets-\${AWS::AccountId}-\${AWS::Region}` }, S3Key: 'c0de.zip' },
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role1A2B3C4D', 'Arn'] },
    Runtime: 'nodejs24.x',
  },
}
const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } }

test('a queue keeps what SQS is to know about it, as texts', () => {
  const tasks = {
    Type: 'AWS::SQS::Queue',
    Properties: {
      DeduplicationScope: 'messageGroup',
      DelaySeconds: 3,
      FifoQueue: true,
      FifoThroughputLimit: 'perMessageGroupId',
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': ['DeadB2807C34', 'Arn'] },
        maxReceiveCount: 1000,
      },
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 90,
    },
  }
  expect(describe({ DeadB2807C34: deadQueue, Tasks0BA6A452: tasks }).queues).toEqual({
    Dead: {
      name: 'Dead.fifo',
      arn: 'arn:aws:sqs:local-1:000000000000:Dead.fifo',
      url: 'http://127.0.0.1:4000/000000000000/Dead.fifo',
      attributes: { FifoQueue: 'true', MessageRetentionPeriod: '1209600' },
    },
    Tasks: {
      name: 'Tasks.fifo',
      arn: 'arn:aws:sqs:local-1:000000000000:Tasks.fifo',
      url: 'http://127.0.0.1:4000/000000000000/Tasks.fifo',
      attributes: {
        DeduplicationScope: 'messageGroup',
        DelaySeconds: '3',
        FifoQueue: 'true',
        FifoThroughputLimit: 'perMessageGroupId',
        RedrivePolicy:
          '{"deadLetterTargetArn":"arn:aws:sqs:local-1:000000000000:Dead.fifo","maxReceiveCount":1000}',
        VisibilityTimeout: '90',
      },
    },
  })
})

test('a function knows its code, its limits and its environment', () => {
  const Environment = {
    Variables: {
      QUEUE_URL: { Ref: 'DeadB2807C34' },
      SECRET_ID: { Ref: 'Tokens' },
      ENDPOINT: {
        'Fn::Join': ['', ['https://sqs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]],
      },
    },
  }
  const Properties = {
    ...greeter.Properties,
    Environment,
    LoggingConfig: { ApplicationLogLevel: 'WARN', LogFormat: 'JSON', LogGroup: { Ref: 'Log' } },
    MemorySize: 512,
    ReservedConcurrentExecutions: 7,
    Timeout: 10,
  }
  const { functions } = describe({
    DeadB2807C34: deadQueue,
    Greeter9270CBC0: { ...greeter, Properties },
    Log: { Type: 'AWS::Logs::LogGroup' },
    Role1A2B3C4D: role,
    Tokens: { Type: 'AWS::SecretsManager::Secret' },
  })
  expect(functions).toEqual({
    Greeter: {
      name: 'Greeter',
      arn: 'arn:aws:lambda:local-1:000000000000:function:Greeter',
      handler: 'index.handler',
      directory: '/assembly/asset.c0de',
      timeoutSeconds: 10,
      memoryMegabytes: 512,
      environment: {
        QUEUE_URL: 'http://127.0.0.1:4000/000000000000/Dead.fifo',
        SECRET_ID: 'arn:aws:secretsmanager:local-1:000000000000:secret:Tokens-aBcDeF',
        ENDPOINT: 'https://sqs.local-1.localhost',
      },
      logLevel: 'WARN',
      reservedConcurrency: 7,
    },
  })
})

test("a function about which the template is silent has Lambda's defaults", () => {
  const { functions } = describe({ Greeter: greeter, Role1A2B3C4D: role })
  expect(functions.Greeter).toMatchObject({ timeoutSeconds: 3, memoryMegabytes: 128, environment: {} })
})

test('a route leads through its integration to a function', () => {
  const { routes } = describe({
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP' } },
    Greeter: greeter,
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['Greeter', 'Arn'] },
        PayloadFormatVersion: '2.0',
      },
    },
    Role1A2B3C4D: role,
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizationType: 'NONE',
        RouteKey: 'POST /callback',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
      },
    },
  })
  expect(routes).toEqual([
    {
      key: 'POST /callback',
      method: 'POST',
      path: '/callback',
      functionArn: 'arn:aws:lambda:local-1:000000000000:function:Greeter',
      timeoutMs: 30_000,
    },
  ])
})

test('an event source mapping names its queue and its function', () => {
  const { eventSourceMappings } = describe({
    Dead: deadQueue,
    Greeter: greeter,
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        BatchSize: 1,
        EventSourceArn: { 'Fn::GetAtt': ['Dead', 'Arn'] },
        FunctionName: { Ref: 'Greeter' },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 10 },
      },
    },
    Role1A2B3C4D: role,
  })
  expect(eventSourceMappings).toEqual([
    {
      queueArn: 'arn:aws:sqs:local-1:000000000000:Dead.fifo',
      functionName: 'Greeter',
      batchSize: 1,
      maximumConcurrency: 10,
      reportsBatchItemFailures: true,
    },
  ])
})

test('a table is described as DynamoDB takes it, without expiry and recovery', () => {
  const Properties = {
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  }
  const Ignored = {
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  }
  const table = { Type: 'AWS::DynamoDB::Table', Properties: { ...Properties, ...Ignored } }
  expect(describe({ ReviewsAA74421E: table }).tables).toEqual({
    Reviews: { ...Properties, TableName: 'Reviews' },
  })
})

test('a secret has a name, and no value before somebody puts one', () => {
  const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { Description: 'Callback tokens' } }
  expect(describe({ Tokens: secret }).secrets).toEqual({
    Tokens: {
      name: 'Tokens',
      arn: 'arn:aws:secretsmanager:local-1:000000000000:secret:Tokens-aBcDeF',
      value: undefined,
    },
  })
})

const variables = (Value: unknown) => ({
  ...greeter,
  Properties: { ...greeter.Properties, Environment: { Variables: { NAME: Value } } },
})

test('the address of the API can be told to a function', () => {
  const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP' } }
  const Greeter = variables({ 'Fn::Sub': `\${Api.ApiEndpoint}/callback` })
  const { functions } = describe({ Role1A2B3C4D: role, Api: api, Greeter })
  expect(functions.Greeter?.environment).toEqual({ NAME: 'http://127.0.0.1:5000/callback' })
})

const refusals: [string, object, RegExp][] = [
  ['an unknown kind of resource', { Bucket: { Type: 'AWS::S3::Bucket' } }, /^Bucket \(AWS::S3::Bucket\)/],
  [
    'an unknown property',
    { Dead: { ...deadQueue, Properties: { Colour: 'red' } } },
    /^Dead \(AWS::SQS::Queue\).*"Colour"/,
  ],
  [
    'a resource with a condition',
    { Dead: { ...deadQueue, Condition: 'Never' } },
    /^Dead \(AWS::SQS::Queue\).*condition/,
  ],
  [
    'an unknown intrinsic',
    { Greeter: variables({ 'Fn::ImportValue': 'Other' }) },
    /^Greeter \(AWS::Lambda::Function\).*Fn::ImportValue/,
  ],
  [
    'a reference to nothing',
    { Greeter: variables({ Ref: 'Nobody' }) },
    /^Greeter \(AWS::Lambda::Function\).*Nobody/,
  ],
  [
    'a variable that is read and has no local value',
    { Greeter: variables({ Ref: 'Topic' }), Topic: { Type: 'AWS::SNS::Topic' } },
    /^Greeter \(AWS::Lambda::Function\).*Environment.Variables.NAME/s,
  ],
  [
    'code that is not there',
    { Greeter: { ...greeter, Properties: { ...greeter.Properties, Code: { S3Key: 'x' } } } },
    /x/,
  ],
  [
    'two resources of one name',
    { Dead1A2B3C4D: deadQueue, Dead4D3C2B1A: deadQueue },
    /there is another Dead$/,
  ],
]
test.each(refusals)('%s is refused by name', (_what, resources, message) => {
  expect(() => describe({ Role1A2B3C4D: role, ...resources })).toThrow(message)
})

test('outputs are what the stack would tell, without those of what does not exist here', () => {
  const Outputs = {
    Url: { Value: { 'Fn::Join': ['', ['http://', { 'Fn::GetAtt': ['Tasks0BA6A452', 'QueueName'] }]] } },
    Logs: { Value: { Ref: 'Log' }, Description: 'printed here' },
  }
  const Resources = { Tasks0BA6A452: deadQueue, Log: { Type: 'AWS::Logs::LogGroup' } }
  expect(describeTemplate({ Resources, Outputs }, world).outputs).toEqual({ Url: 'http://Tasks.fifo' })
})

test('an output that cannot be resolved is named', () => {
  const Outputs = { Url: { Value: { Ref: 'Nothing' } } }
  expect(() => describeTemplate({ Resources: {}, Outputs }, world)).toThrow('Outputs.Url')
})
