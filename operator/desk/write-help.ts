import type { Command, Option } from '../command.ts'
import { commands } from '../commands.ts'
import { commonOptions } from './read-arguments.ts'

const callUs = 'npm run operator --'

/** Of all commands. */
export function writeOverview(): string {
  const list = Object.entries(commands).map(([name, { summary }]) => [name, summary] as const)
  return [
    `${callUs} <command> [options]\n`,
    ...writeTable(list),
    '\nEvery command has --help with examples, and --json. Exit codes: 0 done, 1 failed or something is wrong,',
    '2 wrongly used. It works on the stack that cdk.json names (--stack, --region; credentials as the AWS CLI',
    'finds them), with --local on the channel of npm start.\n',
  ].join('\n')
}

/** Of one command. */
export function writeHelp(name: string, command: Command): string {
  const { summary, positionals, options, about, examples } = command
  const call = [callUs, name, ...positionals.map(writePositional), '[options]'].join(' ')
  return [
    `${call}\n\n${capitalize(summary)}.\n`,
    ...(about === undefined ? [] : [`${about}\n`]),
    ...writeTable(Object.entries({ ...options, ...commonOptions }).map(describeOption)),
    '\nExamples:',
    ...examples.map(example => `  ${callUs} ${example}`),
    '',
  ].join('\n')
}

function writePositional(name: string): string {
  return name.startsWith('[') ? name : `<${name}>`
}

function describeOption([name, { value, help }]: [string, Option]) {
  return [`--${name}${value === undefined ? '' : ` ${value}`}`, help] as const
}

function writeTable(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
