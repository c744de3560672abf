/** Something is wrong that the message explains whole: what failed, with which id, and what to do. */
export class Problem extends Error {
  override readonly name = 'Problem'
}

/** The command line is wrong, or asks for what cannot be granted so. Nothing was done. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse'
}

/** Control-C. `done` is what had been changed before. */
export class Interruption extends Error {
  override readonly name = 'Interruption'

  constructor(done: readonly string[]) {
    super(`interrupted; changed before: ${done.length === 0 ? 'nothing' : done.join('; ')}`)
  }
}
