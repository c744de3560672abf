import { type Category, isCategory } from './categories.ts'

/** Where a phrase stands: in what a bot shows to people, or in what it is told to be. */
export type Side = 'shown' | 'told'

/** How much a phrase speaks for an offence, wherever it stands and on one side more; below zero it speaks for innocence. */
export type PhraseWeight = {
  /** What it mostly goes with, if it speaks for an offence at all. */
  readonly category?: Category | undefined
  readonly anywhere: number
  readonly shown: number
  readonly told: number
}

/** Learned from examples. `bias` is the weight of every passage. */
export type PhraseWeights = {
  readonly bias: number
  readonly phrases: ReadonlyMap<string, PhraseWeight>
}

/**
 * Reads policy/phrases.tsv: a phrase, its category, its three weights, with tabs between. The line without a phrase holds
 * the bias, lines that begin with # are for the reader. Throws with the number of the line that is anything else.
 */
export function parsePhraseWeights(text: string): PhraseWeights {
  const phrases = new Map<string, PhraseWeight>()
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue
    const [phrase = '', category = '', ...numbers] = line.split('\t')
    // Empty is 0: most phrases weigh the same on both sides.
    const [anywhere = Number.NaN, shown = Number.NaN, told = Number.NaN] = numbers.map(Number)
    const isKnown = category === '' || isCategory(category)
    if (!isKnown || !Number.isFinite(anywhere + shown + told) || phrases.has(phrase))
      throw new Error(
        `phrases.tsv, line ${index + 1}: not a phrase of its own with a category and three weights`,
      )
    phrases.set(phrase, { category: isCategory(category) ? category : undefined, anywhere, shown, told })
  }
  const bias = phrases.get('')?.anywhere ?? 0
  phrases.delete('')
  return { bias, phrases }
}

/** What parsePhraseWeights reads, the heaviest first. */
export function writePhraseWeights({ bias, phrases }: PhraseWeights, comment: string): string {
  const lines = [...phrases]
    .sort(([a, one], [b, other]) => weightOf(other) - weightOf(one) || (a < b ? -1 : 1))
    .map(([phrase, weight]) => writeLine(phrase, weight))
  const head = comment.split('\n').map(line => `# ${line}`)
  return [...head, writeLine('', { anywhere: bias, shown: 0, told: 0 }), ...lines, ''].join('\n')
}

function weightOf({ anywhere, shown, told }: PhraseWeight): number {
  return anywhere + Math.max(shown, told)
}

function writeLine(phrase: string, { category, anywhere, shown, told }: PhraseWeight): string {
  return [phrase, category ?? '', ...[anywhere, shown, told].map(writeWeight)].join('\t')
}

/** More digits would change no verdict. */
function writeWeight(weight: number): string {
  const written = weight.toFixed(2)
  return Number(written) === 0 ? '' : written
}
