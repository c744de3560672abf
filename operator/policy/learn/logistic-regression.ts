import { scalePhrases } from '../../../functions/policy/weigh-passages.ts'

/** A passage by the numbers of its phrases. */
export type Sample = { readonly phrases: Int32Array; readonly isViolating: boolean }
/** `weights` by the number of a phrase. */
export type Fit = { readonly bias: number; readonly weights: Float64Array }

const epochs = 15
/** What hangs on the order of the samples is evened out. */
const runs = 3
const rate = 0.3
/** Draws every weight towards nothing, or a phrase seen twice would seem to prove something. */
const decay = 1e-4
/** Where AdaGrad's sum of squares begins: above zero, as it is divided by. */
const start = 1e-6

/**
 * Logistic regression by stochastic gradients with a step for each weight (AdaGrad: Duchi and others, 2011). The same
 * samples in the same order give the same weights. The smaller class counts as much as the square root of the ratio.
 */
export function fitWeights(samples: readonly Sample[], phraseCount: number): Fit {
  const order = createShuffle()
  const fits = Array.from({ length: runs }, () => fitOnce(samples, phraseCount, order))
  const weights = Float64Array.from({ length: phraseCount }, (_, phrase) =>
    mean(fits.map(fit => fit.weights[phrase] ?? 0)),
  )
  return { bias: mean(fits.map(({ bias }) => bias)), weights }
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

function fitOnce(samples: readonly Sample[], phraseCount: number, shuffle: Shuffle): Fit {
  const weights = new Float64Array(phraseCount)
  const squares = new Float64Array(phraseCount).fill(start)
  const violating = samples.filter(({ isViolating }) => isViolating).length
  const importance = Math.sqrt((samples.length - violating) / Math.max(1, violating))
  let bias = 0
  let biasSquares = start

  const learn = ({ phrases, isViolating }: Sample): void => {
    const scale = scalePhrases(phrases.length)
    const belief = 1 / (1 + Math.exp(-weighSample({ bias, weights }, phrases)))
    const slope = isViolating ? (belief - 1) * importance : belief
    biasSquares += slope * slope
    bias -= (rate / Math.sqrt(biasSquares)) * slope
    for (const phrase of phrases) {
      const weight = weights[phrase] ?? 0
      const gradient = slope * scale + decay * weight
      const square = (squares[phrase] ?? 0) + gradient * gradient
      squares[phrase] = square
      weights[phrase] = weight - (rate / Math.sqrt(square)) * gradient
    }
  }

  for (let epoch = 0; epoch < epochs; epoch++) for (const sample of shuffle(samples)) learn(sample)
  return { bias, weights }
}

/** As the policy weighs a passage. */
export function weighSample({ bias, weights }: Fit, phrases: Int32Array): number {
  let sum = 0
  for (const phrase of phrases) sum += weights[phrase] ?? 0
  return bias + sum * scalePhrases(phrases.length)
}

type Shuffle = <T>(list: readonly T[]) => T[]

/** Fisher and Yates' shuffle over a linear congruential generator (Numerical Recipes): by chance, but always the same. */
function createShuffle(): Shuffle {
  let state = 7
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return list => {
    const shuffled = [...list]
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = draw(last + 1)
      const [a, b] = [shuffled[last], shuffled[other]]
      if (a === undefined || b === undefined) continue
      shuffled[last] = b
      shuffled[other] = a
    }
    return shuffled
  }
}
