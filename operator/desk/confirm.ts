import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Interruption, Problem, WrongUse } from './errors.ts'
import type { Terminal } from './open-desk.ts'

/** Asks on the terminal, beside the output. Throws where the answer is no, and where there is nobody to ask. */
export async function confirm(
  question: string,
  { input, errors, signal }: Pick<Terminal, 'input' | 'errors' | 'signal'>,
  agreed: boolean,
): Promise<void> {
  if (agreed) return
  if (input.isTTY !== true || errors.isTTY !== true)
    throw new WrongUse(`${question} Nobody can be asked here, so nothing was changed: say --yes`)
  errors.write(`${question} [y/N] `)
  const answer = await readLine(input, signal)
  if (signal.aborted) throw new Interruption([])
  if (!/^y(es)?$/i.test(answer.trim())) throw new Problem('nothing was changed')
}

/** Empty at the end of the input, and on Control-C, which a terminal that readline controls would keep to itself. */
async function readLine(input: Terminal['input'], signal: AbortSignal): Promise<string> {
  const reading = createInterface({ input, terminal: false, signal })
  const ended = once(reading, 'close').then(() => [''])
  const [line] = await Promise.race([once(reading, 'line'), ended])
  reading.close()
  return line
}
