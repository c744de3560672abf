import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const sourceSchema = z.object({ source: z.url(), of: z.string().regex(/^(\d{4}(-\d{2})?|undated)$/) })
const priceSchema = z.union([
  sourceSchema
    .extend({ perMillion: z.number() })
    .transform(({ perMillion, ...rest }) => ({ ...rest, each: perMillion / 1_000_000 })),
  sourceSchema.extend({ each: z.number() }),
])

const names = [
  'httpApiRequest',
  'lambdaRequest',
  'lambdaGbSecondArm',
  'lambdaGbSecondX86',
  'sqsFifoRequest',
  'dynamodbWriteUnit',
  'dynamodbReadUnit',
  'dynamodbGbMonth',
  'dynamodbBackupGbMonth',
  'logsGb',
  'logsGbMonth',
  'alarmMonth',
  'metricMonth',
  'dashboardMonth',
  'trace',
  'secretMonth',
  'secretCall',
] as const
export type PriceName = (typeof names)[number]

const listSchema = z.object({
  date: z.string(),
  region: z.string(),
  currency: z.literal('USD'),
  note: z.string(),
  prices: z.record(z.enum(names), priceSchema),
})
export type PriceList = z.infer<typeof listSchema>

/** The price table that stands beside this file, each price with the page it was read on, and the date that this page bears. */
export function readPrices(): PriceList {
  return listSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'prices.json'), 'utf8')))
}
