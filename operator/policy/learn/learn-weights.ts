import type { Category } from '../../../functions/policy/categories.ts'
import type { PhraseWeight, PhraseWeights } from '../../../functions/policy/phrase-weights.ts'
import type { Example } from './example.ts'
import { type Fit, fitWeights, type Sample, weighSample } from './logistic-regression.ts'

/** A judged example, and what its heaviest passage weighs for weights that were learned without it. */
export type Tested = { readonly example: Example; readonly weight: number }
export type Learned = { readonly weights: PhraseWeights; readonly tested: readonly Tested[] }

/** A phrase of one example only says nothing about another. */
const fewestExamples = 2
const folds = 5

/** Learns what phrases weigh, so that of benign examples that were not learned from at most `alarms`, a share, weigh more than zero. */
export function learnWeights(examples: readonly Example[], alarms: number): Learned {
  const tested = Array.from({ length: folds }, (_, fold) => testFold(examples, fold)).flat()
  const threshold = findThreshold(tested, alarms)
  const { ids, fit } = learn(examples)
  const weights = {
    bias: fit.bias - threshold,
    phrases: nameWeights(ids, fit.weights, nameCategories(examples)),
  }
  return { weights, tested: tested.map(({ example, weight }) => ({ example, weight: weight - threshold })) }
}

function testFold(examples: readonly Example[], fold: number): Tested[] {
  const belongs = (_example: Example, index: number) => hash(index) % folds === fold
  const model = learn(examples.filter((example, index) => !belongs(example, index)))
  return examples.filter(belongs).map(example => ({
    example,
    weight: Math.max(
      ...encode(example, model.ids).map(phrases => weighSample(model.fit, phrases)),
      Number.NEGATIVE_INFINITY,
    ),
  }))
}

/** Neighbours in a file are often alike and belong into different folds, but not in a pattern that the file has too. */
function hash(index: number): number {
  return Math.imul(index + 1, 2_654_435_761) >>> 8
}

function learn(examples: readonly Example[]): { ids: ReadonlyMap<string, number>; fit: Fit } {
  const ids = numberPhrases(examples)
  const samples = examples.flatMap(example =>
    encode(example, ids).map((phrases): Sample => ({ phrases, isViolating: example.category !== undefined })),
  )
  const offences = findOffences(examples, ids, fitWeights(samples, ids.size))
  return { ids, fit: fitWeights(offences, ids.size) }
}

/** Of a long violating listing most passages are innocent: only the heaviest is an example of an offence. */
function findOffences(examples: readonly Example[], ids: ReadonlyMap<string, number>, fit: Fit): Sample[] {
  return examples.flatMap(example => {
    const passages = encode(example, ids)
    const isViolating = example.category !== undefined
    if (isViolating) passages.sort((a, b) => weighSample(fit, b) - weighSample(fit, a)).splice(1)
    return passages.map((phrases): Sample => ({ phrases, isViolating }))
  })
}

function numberPhrases(examples: readonly Example[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { passages } of examples)
    for (const phrase of new Set(passages.flat())) counts.set(phrase, (counts.get(phrase) ?? 0) + 1)
  const frequent = [...counts].filter(([, count]) => count >= fewestExamples)
  return new Map(frequent.map(([phrase], id) => [phrase, id]))
}

function encode({ passages }: Example, ids: ReadonlyMap<string, number>): Int32Array[] {
  return passages.map(phrases =>
    Int32Array.from(phrases.map(phrase => ids.get(phrase) ?? -1).filter(id => id >= 0)),
  )
}

function findThreshold(tested: readonly Tested[], alarms: number): number {
  const benign = tested.filter(({ example }) => example.category === undefined).map(({ weight }) => weight)
  return benign.sort((a, b) => b - a)[Math.floor(alarms * benign.length)] ?? 0
}

/** Keeps a category of few examples from claiming common words for itself. */
const doubt = 30

/** For each phrase the category of which the largest share has it. */
function nameCategories(examples: readonly Example[]): ReadonlyMap<string, Category> {
  const totals = Map.groupBy(examples, ({ category }) => category)
  const best = new Map<string, { category: Category; share: number }>()
  for (const [category, members] of totals) {
    if (category === undefined) continue
    for (const [phrase, count] of countExamples(members)) {
      const share = count / (members.length + doubt)
      if (share > (best.get(phrase)?.share ?? 0)) best.set(phrase, { category, share })
    }
  }
  return new Map([...best].map(([phrase, { category }]) => [phrase, category]))
}

function countExamples(examples: readonly Example[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { passages } of examples)
    for (const phrase of new Set(passages.flat())) counts.set(phrase, (counts.get(phrase) ?? 0) + 1)
  return counts
}

const none: PhraseWeight = { anywhere: 0, shown: 0, told: 0 }

/** "shown:x" and "told:x" are parts of what is known of x. */
function nameWeights(
  ids: ReadonlyMap<string, number>,
  weights: Float64Array,
  categories: ReadonlyMap<string, Category>,
): ReadonlyMap<string, PhraseWeight> {
  const named = new Map<string, PhraseWeight>()
  for (const [key, id] of ids) {
    const weight = Math.round((weights[id] ?? 0) * 100) / 100
    if (weight === 0) continue
    const [, side, phrase = key] = /^(shown|told):(.+)$/.exec(key) ?? []
    named.set(phrase, { ...(named.get(phrase) ?? none), [side ?? 'anywhere']: weight })
  }
  for (const [phrase, weight] of named)
    if (Math.max(weight.anywhere, weight.shown, weight.told) > 0)
      named.set(phrase, { ...weight, category: categories.get(phrase) })
  return named
}
