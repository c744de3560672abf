import { styleText } from 'node:util'
import { type CommandLine, findCommand, type Result } from './command.ts'
import { Interruption, WrongUse } from './desk/errors.ts'
import { explainError } from './desk/explain-error.ts'
import { openDesk, type Terminal } from './desk/open-desk.ts'
import { type Call, readArguments } from './desk/read-arguments.ts'
import { writeHelp, writeOverview } from './desk/write-help.ts'

/** 0: done. 1: failed, or something is wrong. 2: wrongly used, nothing was done. 130: interrupted, as shells count it. */
type ExitCode = 0 | 1 | 2 | 130

/** Runs the command that the arguments name. Standard output gets the result and nothing else. */
export async function runOperator(
  line: CommandLine,
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const { name, command, rest } = findCommand(line, args)
  const wantsHelp = args.length === 0 || args.includes('--help') || args.includes('-h')
  if (wantsHelp) {
    terminal.output.write(command === undefined ? writeOverview(line) : writeHelp(line, name, command))
    return args.length === 0 ? 2 : 0
  }
  const asJson = args.includes('--json')
  try {
    if (command === undefined)
      throw new WrongUse(`there is no command ${name}: ${line.call} --help lists them`)
    const result = await perform({ line, name, command }, rest, terminal)
    terminal.output.write(asJson ? writeJson(result) : writeLines(result.lines))
    return result.ok ? 0 : 1
  } catch (error) {
    const message = explainError(error)
    terminal.errors.write(`${styleText('red', message, { stream: process.stderr })}\n`)
    if (asJson) terminal.output.write(writeJson({ ok: false, document: { error: message } }))
    if (error instanceof Interruption) return 130
    return error instanceof WrongUse ? 2 : 1
  }
}

async function perform(call: Call, args: readonly string[], terminal: Terminal): Promise<Result> {
  const { given, common } = readArguments(call, args)
  await using desk = openDesk(terminal, common)
  return await Promise.race([call.command.run(given, desk), desk.interrupted])
}

function writeJson({ ok, document }: Pick<Result, 'ok' | 'document'>): string {
  return `${JSON.stringify({ ok, ...document }, undefined, 2)}\n`
}

function writeLines(lines: readonly string[]): string {
  return lines.map(line => `${line}\n`).join('')
}
