import { categories, isCategory } from '../../functions/policy/categories.ts'
import type { Verdict } from '../../functions/policy/decide.ts'
import type { Finding } from '../../functions/policy/finding.ts'
import type { TextField } from '../../functions/policy/read-field.ts'
import type { Disguise } from './disguises.ts'
import type { EvaluatedListing } from './listings.ts'

export type Judged = { listing: EvaluatedListing; verdict: Verdict }
type CategoryScore = {
  category: string
  listings: number
  precision: number
  recall: number
  f1: number
}
export type DisguiseScore = { name: string; view: Disguise['view']; seen: number; of: number }

/** What counts against a bot; a note has no consequence. */
const counts = ({ severity }: Finding) => severity !== 'note'

/** Per category, over all listings: was a finding of the category made where it belongs, and only there? */
export function scoreCategories(judged: readonly Judged[]): CategoryScore[] {
  return Object.keys(categories)
    .filter(isCategory)
    .flatMap(category => {
      const expected = judged.filter(({ listing }) => listing.categories.includes(category))
      const found = judged.filter(({ verdict }) =>
        verdict.findings.some(finding => counts(finding) && finding.category === category),
      )
      if (expected.length === 0) return []
      const right = found.filter(({ listing }) => listing.categories.includes(category)).length
      const precision = found.length === 0 ? 0 : right / found.length
      const recall = right / expected.length
      const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall)
      return [{ category, listings: expected.length, precision, recall, f1 }]
    })
}

/** The share of violating listings, of categories that begin so, that are not approved. */
export function scoreRecall(judged: readonly Judged[], prefix: string): number {
  const violating = judged.filter(
    ({ listing }) =>
      listing.expect === 'violating' && listing.categories.some(category => category.startsWith(prefix)),
  )
  return violating.filter(({ verdict }) => verdict.decision !== 'approve').length / violating.length
}

export function countDecisions(judged: readonly Judged[], expect: EvaluatedListing['expect']) {
  const of = judged.filter(({ listing }) => listing.expect === expect)
  const count = (decision: Verdict['decision']) =>
    of.filter(({ verdict }) => verdict.decision === decision).length
  return {
    listings: of.length,
    approve: count('approve'),
    escalate: count('escalate'),
    reject: count('reject'),
  }
}

/** How many of the words are still seen, each in an innocent sentence, when written in this disguise. */
export function scoreDisguise(
  { name, view, apply }: Disguise,
  words: readonly string[],
  match: (fields: readonly TextField[]) => Finding[],
): DisguiseScore {
  const disguised = words.map(apply).filter((word, index) => word !== undefined && word !== words[index])
  const seen = disguised.filter(word =>
    match([{ field: 'description', text: `大家好，${word}，欢迎体验。` }]).some(counts),
  )
  return { name, view, seen: seen.length, of: disguised.length }
}
