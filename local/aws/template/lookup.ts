import { apiValues } from './http-api.ts'
import { type Lookup, noLocalValue } from './intrinsics.ts'
import { functionValues } from './lambda.ts'
import { queueValues } from './queue.ts'
import type { LocalWorld, Properties, Values } from './resource.ts'
import { secretValues } from './secret.ts'
import { tableValues } from './table.ts'

type Resource = {
  readonly Type: string
  readonly Properties: Properties
  readonly Condition?: unknown
}
type NameValues = (id: string, properties: Properties, world: LocalWorld) => Values

const nobodyRefersByName: NameValues = id => ({ Ref: id })

const kinds: Readonly<Record<string, NameValues>> = {
  'AWS::ApiGatewayV2::Api': apiValues,
  'AWS::ApiGatewayV2::Integration': nobodyRefersByName,
  'AWS::ApiGatewayV2::Route': nobodyRefersByName,
  'AWS::ApiGatewayV2::Stage': nobodyRefersByName,
  'AWS::DynamoDB::Table': tableValues,
  'AWS::Lambda::EventSourceMapping': nobodyRefersByName,
  'AWS::Lambda::Function': functionValues,
  'AWS::SecretsManager::Secret': secretValues,
  'AWS::SQS::Queue': queueValues,
}

/**
 * One machine trusts itself, alarms nobody, and prints its logs. So permissions are not tried out here, and no clock calls
 * a function: what only the clock brings about is found by calling it.
 */
const withoutLocalMeaning = new Set([
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::QueryDefinition',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
])

/** Refuses a resource that can be neither run nor left out. */
export function createLookup(resources: Readonly<Record<string, Resource>>, world: LocalWorld): Lookup {
  const named = Object.entries(resources).map(
    ([id, resource]) => [id, nameValues(id, resource, world)] as const,
  )
  const values = new Map(named)
  function attribute(id: string, name: string) {
    const found = values.get(id)
    const value = found === noLocalValue ? found : found?.[name]
    if (value === undefined) throw new Error(`${name} of ${id} cannot be resolved locally`)
    return value
  }
  return { attribute, reference: id => attribute(id, 'Ref') }
}

function nameValues(id: string, { Type, Properties, Condition }: Resource, world: LocalWorld) {
  if (withoutLocalMeaning.has(Type)) return noLocalValue
  const kind = kinds[Type]
  if (!kind) throw new Error(`${id} (${Type}): there is no such thing on one machine`)
  if (Condition !== undefined) throw new Error(`${id} (${Type}): a condition cannot be resolved locally`)
  return kind(id, Properties, world)
}
