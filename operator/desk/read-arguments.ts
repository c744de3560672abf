import { parseArgs, types } from 'node:util'
import * as z from 'zod'
import type { Command, Option } from '../command.ts'
import { WrongUse } from './errors.ts'

export const commonOptions = {
  stack: { type: 'string', value: 'NAME', help: 'the stack of the channel (that of cdk.json)' },
  region: { type: 'string', value: 'NAME', help: 'its AWS region (AWS_REGION, or that of the profile)' },
  local: { type: 'boolean', help: 'the channel of npm start instead (on PORT, 3000)' },
  json: { type: 'boolean', help: 'print the result as one JSON document' },
  yes: { type: 'boolean', help: 'do not ask before anything is changed' },
  help: { type: 'boolean', short: 'h', help: 'print this' },
} as const satisfies Readonly<Record<string, Option>>

const commonSchema = z.object({
  stack: z.string().optional(),
  region: z.string().optional(),
  local: z.boolean().default(false),
  yes: z.boolean().default(false),
})
export type CommonOptions = z.infer<typeof commonSchema>

/** `given` is what belongs to the command, unchecked: options and positionals by name. */
export function readArguments(name: string, command: Command, args: readonly string[]) {
  const { values, positionals } = parse(name, command, args)
  const names = command.positionals.map(positional => positional.replace(/[[\]]/g, ''))
  if (positionals.length > names.length)
    throw new WrongUse(`${name} does not take "${positionals[names.length]}": see --help`)
  const named = names.flatMap((positional, place) =>
    place < positionals.length ? [[positional, positionals[place]]] : [],
  )
  const common = commonSchema.parse(values)
  if (common.local && (common.stack !== undefined || common.region !== undefined))
    throw new WrongUse('--local is the channel on this machine, which has no --stack and no --region')
  return { given: { ...values, ...Object.fromEntries(named) }, common }
}

function parse(name: string, command: Command, args: readonly string[]) {
  try {
    const options = { ...command.options, ...commonOptions }
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    if (!types.isNativeError(error) || !('code' in error) || !/^ERR_PARSE_ARGS/.test(String(error.code)))
      throw error
    throw new WrongUse(`${name}: ${error.message}`)
  }
}
