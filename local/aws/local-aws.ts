import { startApiGateway } from './api-gateway.ts'
import { readAssets } from './assets.ts'
import { type DeployOptions, deploy, type Services } from './deploy.ts'
import { startDynamoDbServer } from './dynamodb-server.ts'
import type { Interfere } from './fault-proxy.ts'
import type { LambdaFunction } from './lambda-function.ts'
import { startSecretsManagerServer } from './secrets-manager-server.ts'
import { startSqsServer } from './sqs-server.ts'
import { describeTemplate, type Named, type Stack } from './template.ts'

type LocalAwsOptions = DeployOptions & {
  readonly template: unknown
  /** Directory of the cloud assembly that the template came in. */
  readonly assembly: string
  /** Of the gateway. @default 0, any free port */
  readonly port?: number
  /** Stands between the functions and AWS. */
  readonly interfere?: Interfere
  /** Values of secrets, by name. A secret without one is empty, as it is after a first deployment. */
  readonly secrets?: Named<string>
}

/** Everything is named by its logical id, without the eight letters that CDK hangs on it. */
export type LocalAws = {
  readonly url: string
  readonly callbackUrl: string
  readonly endpoints: { readonly sqs: string; readonly dynamodb: string; readonly secretsManager: string }
  readonly functions: Named<LambdaFunction>
  readonly queueUrls: Named<string>
  readonly tableNames: Named<string>
  /** Those of the stack. */
  readonly outputs: Named<string>
  putSecret(name: string, value: string): void
  /** Lets other processes of this machine GET a document beside the routes of the stack. */
  showDocument(path: string, document: unknown): void
  close(): Promise<void>
}

/** Runs a synthesized template on this machine: the services start empty, then the stack is deployed to them. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  await using starting = new AsyncDisposableStack()
  const services = await startServices(options, starting)
  const assets = await readAssets(options.assembly)
  const stack = describeTemplate(options.template, {
    sqsUrl: services.sqs.url,
    apiUrl: services.api.url,
    assets,
  })
  const functions = await deploy(stack, services, options, starting)
  const putSecret = createSecretPutter(stack, services)
  for (const [name, value] of Object.entries(options.secrets ?? {})) putSecret(name, value)
  const running = starting.move()
  return {
    ...describe(stack, services),
    functions,
    putSecret,
    showDocument: services.api.showDocument,
    close: () => running.disposeAsync(),
  }
}

/** All of them empty. */
async function startServices(
  { port, interfere }: LocalAwsOptions,
  owner: AsyncDisposableStack,
): Promise<Services> {
  async function own<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
    const service = await starting
    owner.defer(() => service.close())
    return service
  }
  const api = await own(startApiGateway(port)) // first, because its port may be taken
  const [sqs, dynamodb, secretsManager] = await Promise.all([
    own(startSqsServer(interfere)),
    own(startDynamoDbServer(interfere)),
    own(startSecretsManagerServer(interfere)),
  ])
  return { api, sqs, dynamodb, secretsManager }
}

function describe(stack: Stack, { api, sqs, dynamodb, secretsManager }: Services) {
  return {
    url: api.url,
    callbackUrl: `${api.url}${findCallbackPath(stack)}`,
    endpoints: { sqs: sqs.url, dynamodb: dynamodb.url, secretsManager: secretsManager.url },
    queueUrls: mapValues(stack.queues, ({ url }) => url),
    tableNames: mapValues(stack.tables, ({ TableName }) => TableName),
    outputs: stack.outputs,
  }
}

function findCallbackPath({ routes }: Stack): string {
  const route = routes.find(({ method, path }) => method === 'POST' && path.endsWith('/callback'))
  if (!route) throw new Error('The template has no route for callbacks')
  return route.path
}

function createSecretPutter({ secrets }: Stack, { secretsManager }: Services) {
  return (name: string, value: string): void => {
    const secret = secrets[name]
    if (!secret) throw new Error(`There is no secret ${name}, only ${Object.keys(secrets).join(', ')}`)
    secretsManager.putSecret(secret.arn, value)
  }
}

function mapValues<T, R>(named: Named<T>, map: (value: T) => R): Named<R> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, map(value)]))
}
