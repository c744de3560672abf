import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Interruption } from './errors.ts'
import type { Terminal } from './open-desk.ts'

/** What a person types up to Enter; empty at the end of the input. Control-C a terminal that readline controls would keep to itself. */
export async function readLine({ input, signal }: Pick<Terminal, 'input' | 'signal'>): Promise<string> {
  // Who waited for a stream that is over would wait for ever.
  if (input.readableEnded) return ''
  const reading = createInterface({ input, terminal: false, signal })
  const ended = once(reading, 'close').then(() => [''])
  const [line] = await Promise.race([once(reading, 'line'), ended])
  reading.close()
  if (signal.aborted) throw new Interruption([])
  return line
}
