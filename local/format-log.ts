import { styleText } from 'node:util'
import * as z from 'zod'
import { readJson } from '../functions/read-json.ts'

const lineSchema = z.object({
  timestamp: z.string(),
  level: z.string(),
  message: z.union([z.record(z.string(), z.unknown()), z.string()]),
})

/** Makes a JSON line of a function readable: time, event, facts. What is no such line stays as it is. */
export function formatLog(line: string): string {
  const { data } = lineSchema.safeParse(readJson(line))
  if (data === undefined) return line
  const { event = '', ...facts } = typeof data.message === 'string' ? { event: data.message } : data.message
  const told = Object.entries(facts).map(([name, value]) => `${name}=${formatValue(value)}`)
  const text = [data.timestamp.slice(11, 23), data.level.padEnd(5), event, ...told].join(' ')
  return styleText(data.level === 'INFO' ? 'dim' : 'yellow', text)
}

function formatValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
