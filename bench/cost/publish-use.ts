import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

/** What a function does for one publish. */
const functionUseSchema = z.object({
  /** To DynamoDB and SQS, by operation. */
  calls: z.record(z.string(), z.number()),
  writeUnits: z.number(),
  readUnits: z.number(),
  logLines: z.number(),
  logBytes: z.number(),
  cpuMs: z.number(),
})
export type FunctionUse = z.infer<typeof functionUseSchema>

export const useSchema = z.object({
  callback: functionUseSchema,
  moderation: functionUseSchema,
  /** Of the record when all is done. */
  reviewBytes: z.number(),
  reports: z.number(),
})
export type PublishUse = z.infer<typeof useSchema>

const file = join(import.meta.dirname, 'publish-use.json')

/** As it was measured last; `npm run bench:cost -- --measure` measures again. */
export function readPublishUse(): PublishUse {
  return useSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}

export function writePublishUse(use: PublishUse): void {
  writeFileSync(file, `${JSON.stringify(use, undefined, 2)}\n`)
}
