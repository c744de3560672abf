import type { ApiGateway } from './api-gateway.ts'
import type { DynamoDbServer } from './dynamodb-server.ts'
import { startEventSource } from './event-source.ts'
import { formatLine } from './lambda/console.ts'
import { createLambdaFunction, type LambdaFunction } from './lambda-function.ts'
import type { SecretsManagerServer } from './secrets-manager-server.ts'
import type { SqsServer } from './sqs-server.ts'
import type { Named, Stack } from './template.ts'

/** What a stack is deployed to. */
export type Services = {
  readonly api: ApiGateway
  readonly sqs: SqsServer
  readonly dynamodb: DynamoDbServer
  readonly secretsManager: SecretsManagerServer
}

export type DeployOptions = {
  /** Replaces variables of the functions, where the template sets them. */
  readonly environment?: Named<string>
  readonly writeLog: (line: string) => void
}

/** Creates what the stack describes: first what is read and written, then the functions, then what calls them. */
export async function deploy(
  stack: Stack,
  services: Services,
  options: DeployOptions,
  owner: AsyncDisposableStack,
): Promise<Named<LambdaFunction>> {
  services.secretsManager.createSecrets(Object.values(stack.secrets))
  await services.dynamodb.createTables(Object.values(stack.tables))
  await services.sqs.createQueues(Object.values(stack.queues))
  const functions = await createFunctions(stack, services, options, owner)
  serveRoutes(stack, services, functions)
  startEventSources(stack, services, functions, options, owner)
  return functions
}

async function createFunctions(
  stack: Stack,
  services: Services,
  options: DeployOptions,
  owner: AsyncDisposableStack,
): Promise<Named<LambdaFunction>> {
  const variables = { ...locateServices(services), ...options.environment }
  refuseUnknownVariables(stack, options.environment ?? {})
  const functions: Record<string, LambdaFunction> = {}
  for (const [name, definition] of Object.entries(stack.functions)) {
    const environment = replaceVariables(definition.environment, variables)
    const created = await createLambdaFunction({ ...definition, environment }, options.writeLog)
    owner.defer(() => created.close())
    functions[name] = created
  }
  return functions
}

/** The one thing that a function must find elsewhere than the template says. */
function locateServices({ sqs, dynamodb, secretsManager }: Services): Named<string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.url,
    AWS_ENDPOINT_URL_SQS: sqs.url,
  }
}

function replaceVariables(environment: Named<string>, variables: Named<string>): Named<string> {
  const replaced = Object.entries(environment).map(([name, value]) => [name, variables[name] ?? value])
  return Object.fromEntries(replaced)
}

function refuseUnknownVariables(stack: Stack, variables: Named<string>): void {
  const known = Object.values(stack.functions).flatMap(({ environment }) => Object.keys(environment))
  const unknown = Object.keys(variables).filter(name => !known.includes(name))
  if (unknown.length > 0) throw new Error(`No function has a variable ${unknown.join(', ')}`)
}

function serveRoutes(stack: Stack, { api }: Services, functions: Named<LambdaFunction>): void {
  api.serve(
    stack.routes.map(route => ({ ...route, invoke: findFunction(functions, route.functionArn).invoke })),
  )
}

function startEventSources(
  stack: Stack,
  { sqs }: Services,
  functions: Named<LambdaFunction>,
  { writeLog }: DeployOptions,
  owner: AsyncDisposableStack,
): void {
  for (const mapping of stack.eventSourceMappings) {
    const queue = Object.values(stack.queues).find(({ arn }) => arn === mapping.queueArn)
    if (!queue) throw new Error(`The template has no queue ${mapping.queueArn}`)
    const { invoke } = findFunction(functions, mapping.functionName)
    const reportFault = (error: unknown) => writeLog(formatLine('ERROR', undefined, [queue.name, error]))
    const source = startEventSource({ mapping, queue, client: sqs.client, invoke, reportFault })
    owner.defer(() => source.close())
  }
}

function findFunction(functions: Named<LambdaFunction>, nameOrArn: string): LambdaFunction {
  const found = Object.values(functions).find(({ name, arn }) => name === nameOrArn || arn === nameOrArn)
  if (!found) throw new Error(`The template has no function ${nameOrArn}`)
  return found
}
