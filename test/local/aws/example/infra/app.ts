/** A small stack of the same kinds of resources as the real one: callback → table and queue → work. */
import { join } from 'node:path'
import { App, Duration, Stack } from 'aws-cdk-lib'
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb'
import { ApplicationLogLevel, EventSourceMapping, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager'
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'

const app = new App()
const stack = new Stack(app, 'Example')

const fifo = {
  fifo: true,
  enforceSSL: true,
  encryption: QueueEncryption.SQS_MANAGED,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
}
const dead = new Queue(stack, 'Dead', fifo)
const tasks = new Queue(stack, 'Tasks', {
  ...fifo,
  deliveryDelay: Duration.seconds(stack.node.getContext('delaySeconds')),
  visibilityTimeout: Duration.seconds(1),
  deadLetterQueue: { queue: dead, maxReceiveCount: 2 },
})

const table = new Table(stack, 'Records', {
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  sortKey: { name: 'sk', type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  timeToLiveAttribute: 'expiresAt',
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
})
table.addGlobalSecondaryIndex({
  indexName: 'byStatus',
  partitionKey: { name: 'status', type: AttributeType.STRING },
})

const secret = new CfnSecret(stack, 'Greeting', { description: 'What is said to everybody' })

function createFunction(id: string, environment: Record<string, string>): NodejsFunction {
  return new NodejsFunction(stack, id, {
    entry: join(import.meta.dirname, '..', 'functions', `${id.toLowerCase()}.ts`),
    runtime: Runtime.NODEJS_24_X,
    timeout: Duration.seconds(5),
    memorySize: 256,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    logGroup: new LogGroup(stack, `${id}Log`),
    bundling: { bundleAwsSDK: true, mainFields: ['module', 'main'], target: 'node24' },
    environment,
  })
}

const awsEndpoints = {
  AWS_ENDPOINT_URL_DYNAMODB: `https://dynamodb.${stack.region}.${stack.urlSuffix}`,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: `https://secretsmanager.${stack.region}.${stack.urlSuffix}`,
  AWS_ENDPOINT_URL_SQS: `https://sqs.${stack.region}.${stack.urlSuffix}`,
}
const receive = createFunction('Receive', {
  ...awsEndpoints,
  GREETING: stack.node.getContext('greeting'),
  QUEUE_URL: tasks.queueUrl,
  SECRET_ID: secret.ref,
  TABLE_NAME: table.tableName,
})
const work = createFunction('Work', { ...awsEndpoints, TABLE_NAME: table.tableName })
tasks.grantSendMessages(receive)
tasks.grantConsumeMessages(work)
table.grantReadWriteData(receive)
table.grantReadWriteData(work)

new EventSourceMapping(stack, 'TasksToWork', {
  target: work,
  eventSourceArn: tasks.queueArn,
  batchSize: 1,
  reportBatchItemFailures: true,
  maxConcurrency: 2,
})

const api = new HttpApi(stack, 'Api')
api.addRoutes({
  path: '/callback',
  methods: [HttpMethod.POST],
  integration: new HttpLambdaIntegration('ToReceive', receive),
})
app.synth()
