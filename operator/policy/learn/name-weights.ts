import type { Category } from '../../../functions/policy/categories.ts'
import type { PhraseWeight } from '../../../functions/policy/phrase-weights.ts'
import { countExamples, type Example, readKey } from './example.ts'

/** The weights under their phrases, each side with its phrase, and with the category that a phrase of an offence goes with. */
export function nameWeights(
  ids: ReadonlyMap<string, number>,
  weights: Float64Array,
  examples: readonly Example[],
): ReadonlyMap<string, PhraseWeight> {
  const named = new Map<string, PhraseWeight>()
  for (const [key, id] of ids) {
    // As phrases.tsv writes them: what is 0 there is not known at all.
    const weight = Math.round((weights[id] ?? 0) * 100) / 100
    const { phrase, place } = readKey(key)
    if (weight !== 0) named.set(phrase, { ...(named.get(phrase) ?? weightless), [place]: weight })
  }
  const categories = nameCategories(examples)
  return new Map(
    [...named].map(([phrase, weight]) => [
      phrase,
      speaksForOffence(weight) ? { ...weight, category: categories.get(phrase) } : weight,
    ]),
  )
}

const weightless: PhraseWeight = { anywhere: 0, shown: 0, told: 0 }

function speaksForOffence({ anywhere, shown, told }: PhraseWeight): boolean {
  return Math.max(anywhere, shown, told) > 0
}

/** Examples added to each category, so that one of few examples does not claim common words for itself. */
const smoothing = 30

/** For each phrase the category of which the largest share has it. */
function nameCategories(examples: readonly Example[]): ReadonlyMap<string, Category> {
  const best = new Map<string, { category: Category; share: number }>()
  for (const [category, members] of Map.groupBy(examples, example => example.category)) {
    if (category === undefined) continue
    for (const [phrase, count] of countExamples(members)) {
      const share = count / (members.length + smoothing)
      if (share > (best.get(phrase)?.share ?? 0)) best.set(phrase, { category, share })
    }
  }
  return new Map([...best].map(([phrase, { category }]) => [phrase, category]))
}
