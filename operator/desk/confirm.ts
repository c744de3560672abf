import { Problem, WrongUse } from './errors.ts'
import type { Terminal } from './open-desk.ts'
import { readLine } from './read-line.ts'

/** Asks on the terminal, beside the output. Throws where the answer is no, and where there is nobody to ask. */
export async function confirm(
  question: string,
  { input, errors, signal }: Pick<Terminal, 'input' | 'errors' | 'signal'>,
  agreed: boolean,
): Promise<void> {
  if (agreed) return
  if (input.isTTY !== true || errors.isTTY !== true || input.readableEnded)
    throw new WrongUse(`${question} Nobody can be asked here, so nothing was changed: say --yes`)
  errors.write(`${question} [y/N] `)
  const answer = await readLine({ input, signal })
  if (!/^y(es)?$/i.test(answer.trim())) throw new Problem('nothing was changed')
}
