import * as z from 'zod'
import { count, type LocalWorld, type Properties, text, type Values, withoutMeaning } from './resource.ts'

export type Route = {
  /** As the template says it: "POST /callback". */
  readonly key: string
  readonly method: string
  readonly path: string
  readonly functionArn: string
  readonly timeoutMs: number
}

const apiProperties = z.strictObject({
  ProtocolType: z.literal('HTTP'),
  Name: withoutMeaning,
  Description: withoutMeaning,
  Tags: withoutMeaning,
})

/** Another stage than `$default` would stand in front of each path. */
const stageProperties = z.strictObject({
  ApiId: text,
  StageName: z.literal('$default'),
  AutoDeploy: z.literal(true),
  AccessLogSettings: withoutMeaning,
  DefaultRouteSettings: withoutMeaning,
  RouteSettings: withoutMeaning,
  Description: withoutMeaning,
  Tags: withoutMeaning,
})

const integrationProperties = z.strictObject({
  ApiId: text,
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: text,
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: count.default(30_000), // API Gateway's own, and the most it allows
  Description: withoutMeaning,
})

/** A path with parameters, and `$default`, are not served here. */
const routeProperties = z.strictObject({
  ApiId: text,
  AuthorizationType: z.literal('NONE').optional(),
  RouteKey: text.regex(/^[A-Z]+ \/[^{}]*$/),
  Target: text.startsWith('integrations/'),
  OperationName: withoutMeaning,
})

export function apiValues(id: string, _properties: Properties, { apiUrl }: LocalWorld): Values {
  return { Ref: id, ApiId: id, ApiEndpoint: apiUrl }
}

export function readApi(_id: string, properties: Properties) {
  return apiProperties.parse(properties)
}

export function readStage(_id: string, properties: Properties) {
  return stageProperties.parse(properties)
}

type Integration = { readonly id: string; readonly functionArn: string; readonly timeoutMs: number }

export function readIntegration(id: string, properties: Properties): Integration {
  const { IntegrationUri, TimeoutInMillis } = integrationProperties.parse(properties)
  return { id, functionArn: IntegrationUri, timeoutMs: TimeoutInMillis }
}

export function readRoute(properties: Properties, integrations: readonly Integration[]): Route {
  const { RouteKey: key, Target } = routeProperties.parse(properties)
  const integration = integrations.find(({ id }) => Target === `integrations/${id}`)
  if (!integration) throw new Error(`there is no ${Target}`)
  const [method = '', path = ''] = key.split(' ')
  return { key, method, path, functionArn: integration.functionArn, timeoutMs: integration.timeoutMs }
}
