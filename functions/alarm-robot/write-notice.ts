import * as z from 'zod/mini'
import { readJson } from '../read-json.ts'

/** What CloudWatch publishes when an alarm changes. Source: docs.aws.amazon.com, Notifying users on alarm changes. */
const alarmSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  NewStateValue: z.string(),
})
/** Robots take some thousand characters; nothing that is worth reading at night has as many. */
const longestNotice = 500

/**
 * What a person reads: which alarm, what is wrong and the section of the runbook. The first line begins with the name of
 * the stack, for a robot may be set to speak only where a keyword stands. Anything but an alarm is passed on as it is.
 */
export function writeNotice(message: string): string {
  const { data: alarm } = z.safeParse(alarmSchema, readJson(message))
  if (alarm === undefined) return message.slice(0, longestNotice)
  const [sentence, runbook] = alarm.AlarmDescription.split('\n')
  const state = alarm.NewStateValue === 'OK' ? 'is over' : alarm.NewStateValue
  return [`${alarm.AlarmName} ${state}`, sentence, runbook].join('\n').slice(0, longestNotice)
}
