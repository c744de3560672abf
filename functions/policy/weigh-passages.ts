import type { Category } from './categories.ts'
import { findPlace } from './exact-view.ts'
import type { Finding } from './finding.ts'
import { cutIntoPassages } from './passages.ts'
import type { PhraseWeight, PhraseWeights, Side } from './phrase-weights.ts'
import { type Clause, listClauses } from './phrases.ts'
import type { ReadField } from './read-field.ts'
import type { Severity } from './severity.ts'

/** A clause in its field, with those of its phrases that weigh anything. */
type Weighed = Clause & {
  readonly read: ReadField
  readonly side: Side
  readonly known: readonly PhraseWeight[]
}

/** What follows from a passage that weighs more than `above`. */
export type PhrasePolicy = { readonly severity: Severity; readonly above: number }

/**
 * Weighs the passages of a submission by their phrases: no single one proves anything, but all together may. Finds at most
 * one thing, the heaviest clause of the heaviest passage, for a person to read the rest.
 */
export function createPassageWeigher(weights: PhraseWeights, { severity, above }: PhrasePolicy) {
  return (fields: readonly ReadField[]): Finding[] => {
    if (weights.phrases.size === 0) return []
    const clauses = fields.flatMap(read => listClauses(read.view).map(clause => weigh(clause, read, weights)))
    const passages = cutIntoPassages(clauses).filter(isLongEnough)
    const heaviest = findHeaviest(passages, passage => weighPassage(passage, weights.bias))
    if (heaviest === undefined || heaviest.weight <= above) return []
    const clause = findHeaviest(heaviest.one, one => sumWeights([one]).sum)
    return clause === undefined ? [] : [toFinding(clause.one, severity, nameCategory(heaviest.one))]
  }
}

/** Characters and words. A name alone, or a sentence, is no ground for a guess. */
const fewest = 40

function isLongEnough(passage: readonly Weighed[]): boolean {
  return passage.reduce((sum, { length }) => sum + length, 0) >= fewest
}

/** Prompts tell, everything else is shown. */
export function sideOf(field: string): Side {
  return field === 'prompt' ? 'told' : 'shown'
}

function weigh(clause: Clause, read: ReadField, { phrases }: PhraseWeights): Weighed {
  const known = clause.phrases.map(phrase => phrases.get(phrase)).filter(weight => weight !== undefined)
  return { ...clause, read, side: sideOf(read.field), known }
}

function weighPassage(passage: readonly Weighed[], bias: number): number {
  const { sum, count } = sumWeights(passage)
  return bias + sum * scalePhrases(count)
}

/** A phrase counts once, and once more for each side it stands on, however often it is repeated. */
function sumWeights(passage: readonly Weighed[]): { sum: number; count: number } {
  const seen = {
    anywhere: new Set<PhraseWeight>(),
    shown: new Set<PhraseWeight>(),
    told: new Set<PhraseWeight>(),
  }
  let sum = 0
  let count = 0
  for (const { side, known } of passage)
    for (const weight of known)
      for (const place of ['anywhere', side] as const) {
        if (weight[place] === 0 || seen[place].has(weight)) continue
        seen[place].add(weight)
        sum += weight[place]
        count += 1
      }
  return { sum, count }
}

/** Keeps a wordy passage from outweighing a terse one, and a terse one from hanging on a few phrases. */
export function scalePhrases(count: number): number {
  return 1 / Math.sqrt(count + 50)
}

function findHeaviest<T>(
  all: readonly T[],
  weigh: (one: T) => number,
): { one: T; weight: number } | undefined {
  const weighed = all.map(one => ({ one, weight: weigh(one) }))
  return weighed.toSorted((a, b) => b.weight - a.weight)[0]
}

/** The category that the phrases of an offence mostly go with. */
function nameCategory(passage: readonly Weighed[]): Category | 'none' {
  const totals = new Map<Category, number>()
  for (const { side, known } of passage)
    for (const { category, anywhere, [side]: more } of known)
      if (category !== undefined)
        totals.set(category, (totals.get(category) ?? 0) + Math.max(0, anywhere + more))
  return [...totals].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'none'
}

function toFinding({ begin, end, read }: Weighed, severity: Severity, category: Category | 'none'): Finding {
  const place = findPlace(read.view, begin, end)
  return {
    rule: 'weighed-phrases',
    category,
    severity,
    field: read.field,
    excerpt: read.text.slice(place.start, place.end),
    ...place,
    view: 'phrases',
    foundBy: 'policy',
  }
}
