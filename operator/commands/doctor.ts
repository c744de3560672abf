import { styleText } from 'node:util'
import * as z from 'zod'
import type { Deployment } from '../channel/deployment.ts'
import { type Command, defineCommand } from '../command.ts'
import {
  checkAlarms,
  checkDeadLetters,
  checkLatestEvent,
  checkProbe,
  checkTasks,
  checkTokens,
} from '../doctor/check-channel.ts'
import { createCozeChecks } from '../doctor/check-coze.ts'
import { type Check, type Diagnosis, examine } from '../doctor/examine.ts'

export const doctor: Command = defineCommand({
  summary: 'checks the whole channel, and says what to do where something is wrong',
  positionals: [],
  options: {},
  about: `It changes nothing: the probe is a signed event of a type that the channel only acknowledges. The newest event is
that of the record, looked through up to 8 MB. The exit code is 1 where anything is wrong.`,
  examples: ['doctor', 'doctor --json', 'doctor --local'],
  given: z.unknown(),
  async run(_given, desk) {
    const deployment = await desk.connect()
    const diagnoses = await examine(listChecks(deployment), check => desk.progress(`checking ${check} ...`))
    const ok = diagnoses.every(diagnosis => diagnosis.ok)
    return { ok, document: { deployment: deployment.name, diagnoses }, lines: diagnoses.map(writeLine) }
  },
})

function listChecks(deployment: Deployment): Readonly<Record<string, Check>> {
  return {
    'callback tokens': () => checkTokens(deployment),
    ...createCozeChecks(deployment),
    'signed probe': () => checkProbe(deployment),
    tasks: () => checkTasks(deployment),
    'dead letters': () => checkDeadLetters(deployment),
    alarms: () => checkAlarms(deployment),
    'newest event': () => checkLatestEvent(deployment),
  }
}

function writeLine({ check, ok, text }: Diagnosis): string {
  const mark = ok ? styleText('green', '✓') : styleText('red', '✗')
  return `${mark} ${check.padEnd(16)}  ${text}`
}
