import * as z from 'zod'
import type { Period } from '../../functions/reviews/find-reviews.ts'
import type { Option } from '../command.ts'
import { WrongUse } from '../desk/errors.ts'

export const periodOptions = {
  since: { type: 'string', value: 'TIME', help: 'from then on: 2026-09-21 (UTC), or 2026-09-21T08:00+08:00' },
  until: { type: 'string', value: 'TIME', help: 'up to then' },
  last: { type: 'string', value: 'SPAN', help: 'the last 30m, 24h or 7d' },
} as const satisfies Readonly<Record<string, Option>>

/** Without a zone a time would be another on every machine. */
const time = z
  .union([z.iso.date(), z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })], {
    error: 'a date as 2026-09-21 (UTC), or a time with its zone as 2026-09-21T08:00+08:00',
  })
  .transform(text => Date.parse(text))
  .optional()

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const span = z
  .string()
  .regex(/^[0-9]{1,5}[mhd]$/, 'minutes, hours or days as 30m, 24h or 7d')
  .transform(text => Number(text.slice(0, -1)) * unitMs[z.enum(['m', 'h', 'd']).parse(text.slice(-1))])
  .optional()

/** To be spread into what a command is given. */
export const periodShape = { since: time, until: time, last: span }

type Given = {
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly last?: number | undefined
}

/** Without any of the options, always. */
export function readPeriod({ since, until, last }: Given, now: number): Period {
  if (since !== undefined && last !== undefined)
    throw new WrongUse('--since and --last are two ways to the same: give one')
  const from = last === undefined ? since : now - last
  return { since: from ?? 0, until: until ?? Number.MAX_SAFE_INTEGER }
}
