import * as z from 'zod'
import { type Category, isCategory } from '../../../functions/policy/categories.ts'
import { viewExactly } from '../../../functions/policy/exact-view.ts'
import { cutIntoPassages } from '../../../functions/policy/passages.ts'
import type { Side } from '../../../functions/policy/phrase-weights.ts'
import { listClauses } from '../../../functions/policy/phrases.ts'
import { sideOf } from '../../../functions/policy/weigh-passages.ts'
import { type Listing, listingSchema, listTexts } from '../listing.ts'

/** A listing that a person has judged. `passages` are the phrases of each: as they are, and once more with their side. */
export type Example = {
  /** What it offends against; nothing if it is benign. */
  readonly category: Category | undefined
  readonly passages: readonly (readonly string[])[]
}

const exampleSchema = listingSchema.extend({
  expect: z.enum(['benign', 'violating']),
  categories: z.array(z.string().refine(isCategory)).default([]),
})

/** Written for addresses that must not exist, and for nobody to learn from. Source: RFC 2606. */
const reserved = /\.(invalid|example|test)\b/g

/** Reads a line of JSON: a listing with `expect` and, if it is violating, `categories`. */
export function parseExample(line: string): Example {
  const { expect, categories, ...listing } = exampleSchema.parse(
    JSON.parse(line.replaceAll(reserved, '.com')),
  )
  const [category] = categories.filter(isCategory)
  if (expect === 'violating' && category === undefined)
    throw new Error('a violating listing needs its categories')
  return { category: expect === 'violating' ? category : undefined, passages: listPassages(listing) }
}

/** Cut as the policy cuts them; short ones too, which it leaves alone, for they teach what phrases mean. */
function listPassages(listing: Listing): string[][] {
  const clauses = listTexts(listing).flatMap(({ field, text }) =>
    listClauses(viewExactly(text)).map(({ length, phrases }) => ({
      length,
      phrases: phrases.flatMap(phrase => [phrase, writeKey(phrase, sideOf(field))]),
    })),
  )
  return cutIntoPassages(clauses).map(passage => [...new Set(passage.flatMap(({ phrases }) => phrases))])
}

/** A phrase on one side. Phrases have letters, digits and spaces only, so the colon is free. */
function writeKey(phrase: string, side: Side): string {
  return `${side}:${phrase}`
}

/** What a key stands for: a phrase on one side, or anywhere. */
export function readKey(key: string): { phrase: string; place: 'anywhere' | Side } {
  const [, side, phrase = key] = /^(shown|told):(.+)$/.exec(key) ?? []
  return { phrase, place: side === 'shown' || side === 'told' ? side : 'anywhere' }
}

/** In how many of the examples each phrase stands. */
export function countExamples(examples: readonly Example[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { passages } of examples)
    for (const key of new Set(passages.flat())) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
