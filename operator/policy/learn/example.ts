import * as z from 'zod'
import { type Category, isCategory } from '../../../functions/policy/categories.ts'
import { viewExactly } from '../../../functions/policy/exact-view.ts'
import { cutIntoPassages } from '../../../functions/policy/passages.ts'
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

/** The very passages that the policy weighs. */
function listPassages(listing: Listing): string[][] {
  const clauses = listTexts(listing).flatMap(({ field, text }) =>
    listClauses(viewExactly(text)).map(({ length, phrases }) => ({
      length,
      phrases: phrases.flatMap(phrase => [phrase, `${sideOf(field)}:${phrase}`]),
    })),
  )
  return cutIntoPassages(clauses).map(passage => [...new Set(passage.flatMap(({ phrases }) => phrases))])
}
