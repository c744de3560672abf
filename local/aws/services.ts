import { type ApiGateway, type ApiGatewayOptions, startApiGateway } from './api-gateway.ts'
import { type DynamoDbServer, startDynamoDbServer } from './dynamodb-server.ts'
import type { Interfere } from './fault-proxy.ts'
import { type SecretsManagerServer, startSecretsManagerServer } from './secrets-manager-server.ts'
import { type SqsServer, startSqsServer } from './sqs-server.ts'

export type Services = {
  readonly api: ApiGateway
  readonly sqs: SqsServer
  readonly dynamodb: DynamoDbServer
  readonly secretsManager: SecretsManagerServer
}

export type ServicesOptions = ApiGatewayOptions & {
  /** Stands between the functions and AWS. */
  readonly interfere?: Interfere | undefined
}

/** Starts the AWS services that a stack can be deployed to, all of them empty. */
export async function startServices(
  options: ServicesOptions,
  owner: AsyncDisposableStack,
): Promise<Services> {
  async function own<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
    const service = await starting
    owner.defer(() => service.close())
    return service
  }
  const api = await own(startApiGateway(options)) // first, because its port may be taken
  const [sqs, dynamodb, secretsManager] = await Promise.all([
    own(startSqsServer(options.interfere)),
    own(startDynamoDbServer(options.interfere)),
    own(startSecretsManagerServer(options.interfere)),
  ])
  return { api, sqs, dynamodb, secretsManager }
}
