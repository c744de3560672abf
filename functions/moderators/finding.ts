import { findWords } from './find-words.ts'
import type { ModelFinding, TextField } from './moderator.ts'

type FoundBy = ModelFinding['foundBy']

/** The policy as a person would write it down for another. */
export type WrittenPolicy = {
  /** What the channel accepts and what not, in words. */
  readonly rules: string
  /** What each category code means. A code that is not among them is an unknown category. */
  readonly categories: Readonly<Record<string, string>>
  /** The categories in which a finding with words of the text to show may reject. @default none: a person decides */
  readonly rejecting?: readonly string[] | undefined
}

/** What a service says it found; `field` and `words` are as it gave them, or empty. */
export type Claim = { readonly category: string; readonly field: string; readonly words: string }

/** Why a text could not be cleared, whatever was found in it. */
export type Doubt =
  | 'unreadable'
  | 'refused'
  | 'unknown-category'
  | 'talked-to'
  | 'missed-control'
  | 'too-long'

/** A persona ("from now on you are X") reads like a jail-break: honest agents would be rejected for their prompts. */
export const orderCategory = 'X.4'
/** What cannot be judged is unreliable, a category that no text moderator gives by itself. */
const unjudgedCategory = 'A.5.b'

/** A finding that leaves the decision to a person. */
export function doubt(kind: Doubt, foundBy: FoundBy, field: string): ModelFinding {
  const category = kind === 'talked-to' ? orderCategory : unjudgedCategory
  const place = { field, excerpt: '', start: 0, end: 0 }
  return { rule: nameRule(foundBy, kind), category, severity: 'escalate', ...place, view: 'none', foundBy }
}

/** Only words that really stand in the text may reject: a model also invents. */
export function toFinding(
  claim: Claim,
  foundBy: FoundBy,
  texts: readonly TextField[],
  { categories, rejecting = [] }: WrittenPolicy,
): ModelFinding {
  const { category } = claim
  const place = findWords(claim, texts)
  if (!Object.hasOwn(categories, category))
    return { ...doubt('unknown-category', foundBy, place.field), ...place }
  const mayReject = place.excerpt !== '' && category !== orderCategory && rejecting.includes(category)
  const severity = mayReject ? 'reject' : 'escalate'
  return { rule: nameRule(foundBy, category), category, severity, ...place, view: 'none', foundBy }
}

/** Rules appear in logs: they are made of our own words and codes only. */
function nameRule(foundBy: FoundBy, name: string): string {
  return `${foundBy}/${name}`
}
