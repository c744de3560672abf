import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { isCategory } from '../../functions/policy/categories.ts'
import { listingSchema } from '../../operator/policy/listing.ts'

/** One half is for tuning the policy, the other for telling how good it is. */
export type Half = 'tuning' | 'reporting'

const evaluatedSchema = listingSchema.extend({
  id: z.string(),
  expect: z.enum(['benign', 'violating', 'injection']),
  categories: z.array(z.string().refine(isCategory)).default([]),
})
export type EvaluatedListing = z.infer<typeof evaluatedSchema>

const files = ['benign-zh', 'benign-en', 'violating-zh', 'violating-en', 'injection']

/** Listings written for this evaluation; CC0. */
export function readListings(half: Half): EvaluatedListing[] {
  return files.flatMap(file =>
    readFileSync(join(import.meta.dirname, half, `${file}.jsonl`), 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => evaluatedSchema.parse(JSON.parse(line))),
  )
}
