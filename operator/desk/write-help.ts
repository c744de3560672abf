import type { Command, CommandLine, Option } from '../command.ts'
import { capitalize } from './capitalize.ts'

/** Of all commands. */
export function writeOverview({ call, commands, about }: CommandLine): string {
  const list = Object.entries(commands).map(([name, { summary }]) => [name, summary] as const)
  return [
    `${call} <command> [options]\n`,
    ...writeTable(list),
    '\nEvery command has --help with examples, and --json. Exit codes: 0 done, 1 failed or something is wrong,',
    `2 wrongly used. ${about}\n`,
  ].join('\n')
}

/** Of one command. */
export function writeHelp({ call, ...line }: CommandLine, name: string, command: Command): string {
  const { summary, positionals, options, about, examples } = command
  const form = [call, name, ...positionals.map(writePositional), '[options]'].join(' ')
  return [
    `${form}\n\n${capitalize(summary)}.\n`,
    ...(about === undefined ? [] : [`${about}\n`]),
    ...writeTable(Object.entries({ ...options, ...line.options }).map(describeOption)),
    '\nExamples:',
    ...examples.map(example => `  ${call} ${example}`),
    '',
  ].join('\n')
}

function writePositional(name: string): string {
  return name.replace(/^\w+/, '<$&>')
}

function describeOption([name, { value, help }]: [string, Option]) {
  return [`--${name}${value === undefined ? '' : ` ${value}`}`, help] as const
}

function writeTable(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
