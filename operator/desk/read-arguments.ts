import { parseArgs, types } from 'node:util'
import * as z from 'zod'
import type { Command, CommandLine, Option } from '../command.ts'
import { WrongUse } from './errors.ts'

/** Those of every command line. */
export const helpOptions = {
  json: { type: 'boolean', help: 'print the result as one JSON document; npm run -s keeps npm out of it' },
  help: { type: 'boolean', short: 'h', help: 'print this' },
} as const satisfies Readonly<Record<string, Option>>

const commonSchema = z.object({
  stack: z.string().optional(),
  region: z.string().optional(),
  local: z.boolean().default(false),
  yes: z.boolean().default(false),
  json: z.boolean().default(false),
})
export type CommonOptions = z.infer<typeof commonSchema>

export type Call = { readonly line: CommandLine; readonly name: string; readonly command: Command }

/** `given` is what belongs to the command, unchecked: options and positionals by name. */
export function readArguments(call: Call, args: readonly string[]) {
  const { values, positionals } = parse(call, args)
  const common = commonSchema.parse(values)
  if (common.local && (common.stack !== undefined || common.region !== undefined))
    throw new WrongUse('--local is the channel on this machine, which has no --stack and no --region')
  return { given: { ...values, ...namePositionals(call, positionals) }, common }
}

function namePositionals({ name, command }: Call, given: readonly string[]): Record<string, unknown> {
  const places = command.positionals.map(place => place.replace(/^\[|\]$|\.\.\.$/g, ''))
  const takesMany = command.positionals.at(-1)?.endsWith('...') === true
  if (given.length > places.length && !takesMany)
    throw new WrongUse(`${name} does not take "${given[places.length]}": see --help`)
  const last = places.length - 1
  const named = places.map((place, index) => [
    place,
    takesMany && index === last ? given.slice(index) : given[index],
  ])
  return Object.fromEntries(named)
}

function parse({ line, name, command }: Call, args: readonly string[]) {
  try {
    const options = { ...command.options, ...line.options }
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    if (!types.isNativeError(error) || !('code' in error) || !/^ERR_PARSE_ARGS/.test(String(error.code)))
      throw error
    throw new WrongUse(`${name}: ${error.message}`)
  }
}
