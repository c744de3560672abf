import * as z from 'zod'
import { type Route, readApi, readIntegration, readRoute, readStage } from './template/http-api.ts'
import { type Lookup, noLocalValue, resolve, resolveEach } from './template/intrinsics.ts'
import {
  type EventSourceMapping,
  type FunctionDefinition,
  readEventSourceMapping,
  readFunction,
} from './template/lambda.ts'
import { createLookup } from './template/lookup.ts'
import { type Queue, readQueue } from './template/queue.ts'
import { type LocalWorld, nameOf, type Properties } from './template/resource.ts'
import { readSecret, type Secret } from './template/secret.ts'
import { readTable, type Table } from './template/table.ts'

/** By the logical ids, without what CDK hangs on them. */
export type Named<T> = Readonly<Record<string, T>>

/** What a template deploys, with nothing left to resolve. */
export type Stack = {
  readonly functions: Named<FunctionDefinition>
  readonly routes: readonly Route[]
  readonly eventSourceMappings: readonly EventSourceMapping[]
  readonly queues: Named<Queue>
  readonly tables: Named<Table>
  readonly secrets: Named<Secret>
  /** What the stack tells whoever deploys it, except of what does not exist here. */
  readonly outputs: Named<string>
}

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Condition: z.unknown().optional(),
    }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
})

type Template = z.infer<typeof templateSchema>
type Read<T> = (id: string, properties: Properties, world: LocalWorld) => T

/** Throws where the template asks for something that one machine cannot honour, and says which resource does. */
export function describeTemplate(template: unknown, world: LocalWorld): Stack {
  const { Resources, Outputs } = templateSchema.parse(template)
  const lookup = createLookup(Resources, world)
  const readAll = createReader(Resources, lookup, world)
  readAll('AWS::ApiGatewayV2::Api', readApi)
  readAll('AWS::ApiGatewayV2::Stage', readStage)
  const integrations = Object.values(readAll('AWS::ApiGatewayV2::Integration', readIntegration))
  const readOneRoute: Read<Route> = (_id, properties) => readRoute(properties, integrations)
  return {
    functions: readAll('AWS::Lambda::Function', readFunction),
    routes: Object.values(readAll('AWS::ApiGatewayV2::Route', readOneRoute)),
    eventSourceMappings: Object.values(readAll('AWS::Lambda::EventSourceMapping', readEventSourceMapping)),
    queues: readAll('AWS::SQS::Queue', readQueue),
    tables: readAll('AWS::DynamoDB::Table', readTable),
    secrets: readAll('AWS::SecretsManager::Secret', readSecret),
    outputs: readOutputs(Outputs, lookup),
  }
}

function createReader(resources: Template['Resources'], lookup: Lookup, world: LocalWorld) {
  return <T>(type: string, read: Read<T>): Named<T> => {
    const named: Record<string, T> = {}
    for (const [id, { Properties }] of Object.entries(resources).filter(([, { Type }]) => Type === type)) {
      if (nameOf(id) in named) throw new Error(`${id} (${type}): there is another ${nameOf(id)}`)
      named[nameOf(id)] = explained(`${id} (${type})`, () => read(id, resolveEach(Properties, lookup), world))
    }
    return named
  }
}

function readOutputs(outputs: Template['Outputs'], lookup: Lookup): Named<string> {
  const resolved = Object.entries(outputs).map(([name, { Value }]) => {
    return [name, explained(`Outputs.${name}`, () => resolve(Value, lookup))] as const
  })
  return z.record(z.string(), z.string()).parse(Object.fromEntries(resolved.filter(hasLocalValue)))
}

function hasLocalValue([, value]: readonly [string, unknown]): boolean {
  return value !== noLocalValue
}

function explained<T>(subject: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new Error(`${subject}: ${reason}`, { cause: error })
  }
}
