import type { PhraseWeights } from '../../../functions/policy/phrase-weights.ts'
import { countExamples, type Example } from './example.ts'
import { type Fit, fitWeights, type Sample, weighSample } from './logistic-regression.ts'
import { nameWeights } from './name-weights.ts'

/** A judged example, and what its heaviest passage weighs for weights that were learned without it. */
export type Tested = { readonly example: Example; readonly weight: number }
export type Learned = { readonly weights: PhraseWeights; readonly tested: readonly Tested[] }
type Model = { readonly ids: ReadonlyMap<string, number>; readonly fit: Fit }

/** A phrase of one example only says nothing about another. */
const fewestExamples = 2
const folds = 5

/** Learns what phrases weigh, so that of benign examples that were not learned from at most `alarms`, a share, weigh more than zero. */
export function learnWeights(examples: readonly Example[], alarms: number): Learned {
  const tested = Array.from({ length: folds }, (_, fold) => testFold(examples, fold)).flat()
  const threshold = findThreshold(tested, alarms)
  const { ids, fit } = learn(examples)
  return {
    weights: { bias: fit.bias - threshold, phrases: nameWeights(ids, fit.weights, examples) },
    tested: tested.map(({ example, weight }) => ({ example, weight: weight - threshold })),
  }
}

function testFold(examples: readonly Example[], fold: number): Tested[] {
  const { in: left = [], out: rest = [] } = Object.groupBy(examples, (_example, index) =>
    hash(index) % folds === fold ? 'in' : 'out',
  )
  const { ids, fit } = learn(rest)
  return left.map(example => {
    const weights = encode(example, ids).map(phrases => weighSample(fit, phrases))
    return { example, weight: Math.max(...weights, Number.NEGATIVE_INFINITY) }
  })
}

/** Neighbours in a file are often alike and belong into different folds, but not in a pattern that the file has too. */
function hash(index: number): number {
  return Math.imul(index + 1, 2_654_435_761) >>> 8
}

/** Twice: of a long violating listing most passages are innocent, and which is the offence the first weights tell. */
function learn(examples: readonly Example[]): Model {
  const ids = numberPhrases(examples)
  const listings = examples.map(example =>
    encode(example, ids).map((phrases): Sample => ({ phrases, isViolating: example.category !== undefined })),
  )
  const first = fitWeights(listings.flat(), ids.size)
  const telling = listings.flatMap(passages => keepTelling(passages, first))
  return { ids, fit: fitWeights(telling, ids.size) }
}

/** Of a violating listing the heaviest passage, of a benign one all. */
function keepTelling(passages: readonly Sample[], fit: Fit): readonly Sample[] {
  if (passages[0]?.isViolating !== true) return passages
  return passages.toSorted((a, b) => weighSample(fit, b.phrases) - weighSample(fit, a.phrases)).slice(0, 1)
}

function numberPhrases(examples: readonly Example[]): ReadonlyMap<string, number> {
  const frequent = [...countExamples(examples)].filter(([, count]) => count >= fewestExamples)
  return new Map(frequent.map(([phrase], id) => [phrase, id]))
}

function encode({ passages }: Example, ids: ReadonlyMap<string, number>): Int32Array[] {
  return passages.map(keys => Int32Array.from(keys.flatMap(key => ids.get(key) ?? [])))
}

function findThreshold(tested: readonly Tested[], alarms: number): number {
  const benign = tested.filter(({ example }) => example.category === undefined).map(({ weight }) => weight)
  return benign.sort((a, b) => b - a)[Math.floor(alarms * benign.length)] ?? 0
}
