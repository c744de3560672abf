import { createHash, randomInt } from 'node:crypto'

/** A number from 0 to 1, always the same one for the same words. */
export type Roll = (...words: readonly (string | number)[]) => number

/**
 * Dice whose falls belong to what they are thrown for, not to the order of the throws: what befalls a call follows from
 * the seed alone, in whatever order many processes make their calls.
 */
export function createDice(seed: number): Roll {
  return (...words) =>
    createHash('sha1')
      .update([seed, ...words].join(' '))
      .digest()
      .readUInt32BE() /
    2 ** 32
}

/** Another one each time, or the one of a run that failed. */
export function chooseSeed(): number {
  return Number(process.env.BREAKING_SEED ?? randomInt(1_000_000))
}
