import * as z from 'zod'
import { pseudoParameters } from '../local-account.ts'
import type { Properties } from './resource.ts'

/** Stands for a value of a resource that does not exist here (a role, an alarm). It passes only where nobody reads it. */
export const noLocalValue = Symbol('no local value')
type Reference = string | typeof noLocalValue
export type Lookup = { reference(id: string): Reference; attribute(id: string, name: string): Reference }

type Evaluate = (argument: unknown, lookup: Lookup) => unknown

const evaluations: Readonly<Record<string, Evaluate>> = {
  Ref: (argument, lookup) => refer(z.string().parse(argument), lookup),
  'Fn::GetAtt': (argument, lookup) => lookup.attribute(...z.tuple([z.string(), z.string()]).parse(argument)),
  'Fn::Join': join,
  'Fn::Sub': substitute,
  'Fn::Select': select,
  'Fn::Split': split,
}

/** Replaces every intrinsic inside a template value. An intrinsic that is not known here is an error. */
export function resolve(value: unknown, lookup: Lookup): unknown {
  if (Array.isArray(value)) return value.map(item => resolve(item, lookup))
  if (typeof value !== 'object' || value === null) return value
  const [name = '', argument] = Object.entries(value)[0] ?? []
  if (Object.keys(value).length === 1 && isIntrinsic(name)) return evaluate(name, argument, lookup)
  return resolveEach(value, lookup)
}

export function resolveEach(properties: object, lookup: Lookup): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, resolve(value, lookup)]))
}

function isIntrinsic(name: string): boolean {
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::')
}

function evaluate(name: string, argument: unknown, lookup: Lookup): unknown {
  const evaluation = evaluations[name]
  if (!evaluation) throw new Error(`${name} cannot be resolved locally`)
  return evaluation(argument, lookup)
}

function refer(id: string, lookup: Lookup): Reference {
  return pseudoParameters[id] ?? lookup.reference(id)
}

function join(argument: unknown, lookup: Lookup): Reference {
  const [separator, list] = z.tuple([z.string(), z.unknown()]).parse(argument)
  return concatenate(z.array(z.unknown()).parse(resolve(list, lookup)), separator)
}

function concatenate(parts: unknown[], separator: string): Reference {
  if (parts.includes(noLocalValue)) return noLocalValue
  return z.array(z.string()).parse(parts).join(separator)
}

function substitute(argument: unknown, lookup: Lookup): Reference {
  const parts = z
    .string()
    .parse(argument)
    .split(/(\$\{[^}]+\})/)
  const filled = parts.map(part => {
    const name = /^\$\{([^}]+)\}$/.exec(part)?.[1]
    return name === undefined ? part : referByName(name, lookup)
  })
  return concatenate(filled, '')
}

function referByName(name: string, lookup: Lookup): Reference {
  const dot = name.indexOf('.')
  return dot < 0 ? refer(name, lookup) : lookup.attribute(name.slice(0, dot), name.slice(dot + 1))
}

function select(argument: unknown, lookup: Lookup): unknown {
  const [index, list] = z.tuple([z.coerce.number(), z.unknown()]).parse(argument)
  const items = resolve(list, lookup)
  return items === noLocalValue ? items : z.array(z.unknown()).parse(items)[index]
}

function split(argument: unknown, lookup: Lookup): unknown {
  const [separator, value] = z.tuple([z.string(), z.unknown()]).parse(argument)
  const text = resolve(value, lookup)
  return text === noLocalValue ? text : z.string().parse(text).split(separator)
}
