import type { ParseArgsOptionDescriptor } from 'node:util'
import type * as z from 'zod'
import { WrongUse } from './desk/errors.ts'
import type { Desk } from './desk/open-desk.ts'

export type Option = ParseArgsOptionDescriptor & {
  /** Stands for the value in the help: `FILE`. */
  readonly value?: string
  /** One line of help. */
  readonly help: string
}

export type Result = {
  /** False where something is wrong: exit code 1. */
  readonly ok: boolean
  /** What `--json` prints, besides `ok`. */
  readonly document: Readonly<Record<string, unknown>>
  /** The same for a person. */
  readonly lines: readonly string[]
}

type Description = {
  /** Less than a line, for the list of commands. */
  readonly summary: string
  /** What follows the name, in order; `[name]` may be left out, and of `name...` there may be several. */
  readonly positionals: readonly string[]
  /** By their names without the dashes. Those that every command has come on top. */
  readonly options: Readonly<Record<string, Option>>
  /** What else the help has to say, ready to print. */
  readonly about?: string
  /** Complete command lines, without what calls them all. */
  readonly examples: readonly string[]
}

export type Command = Description & { readonly run: (given: unknown, desk: Desk) => Promise<Result> }

/** Commands that are called in one way. */
export type CommandLine = {
  /** What stands before the name of a command: `npm run operator --`. */
  readonly call: string
  /** By the words that call them, one or two; the help lists them in this order. */
  readonly commands: Readonly<Record<string, Command>>
  /** What every command takes. */
  readonly options: Readonly<Record<string, Option>>
  /** Besides what every command line has to say, ready to print. */
  readonly about: string
}

type Found = {
  /** The words that were looked for, where there is no such command. */
  readonly name: string
  readonly command: Command | undefined
  readonly rest: readonly string[]
}

/** The longest name that the arguments begin with. */
export function findCommand({ commands }: CommandLine, args: readonly string[]): Found {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(' ')
    if (Object.hasOwn(commands, name)) return { name, command: commands[name], rest: args.slice(words) }
  }
  const [name = ''] = args
  return { name, command: undefined, rest: args.slice(1) }
}

/** Whoever uses a command wrongly is told by the schema, before anything is connected or done. */
export function defineCommand<Given>({
  given: schema,
  run,
  ...description
}: Description & {
  /** Of the options and positionals together, by name. */
  readonly given: z.ZodType<Given>
  readonly run: (given: Given, desk: Desk) => Promise<Result>
}): Command {
  return { ...description, run: async (given, desk) => run(checkGiven(schema, given), desk) }
}

function checkGiven<Given>(schema: z.ZodType<Given>, given: unknown): Given {
  const { success, data, error } = schema.safeParse(given)
  if (success) return data
  throw new WrongUse(error.issues.map(explainIssue).join('\n'))
}

function explainIssue({ path, message }: z.core.$ZodIssue): string {
  const name = path.join('.')
  if (/received undefined$/.test(message)) return `${name} is missing: see --help`
  return name === '' ? message : `${name}: ${message}`
}
