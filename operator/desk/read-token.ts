import { readFile } from 'node:fs/promises'
import { WrongUse } from './errors.ts'
import type { Desk } from './open-desk.ts'

/** A token never stands on a command line, where every process of the machine could read it. */
export async function readToken(file: string, desk: Pick<Desk, 'readLine'>): Promise<string> {
  const text = await readGivenFile(file, () => desk.readLine('paste the token'))
  const token = text.trim()
  if (/^[\x21-\x7e]+$/.test(token)) return token
  const source = file === '-' ? 'standard input' : file
  throw new WrongUse(`${source} is no token: one line of printable characters without a space is expected`)
}

/** `-` is standard input. */
export async function readGivenFile(file: string, readInput: () => Promise<string>): Promise<string> {
  if (file === '-') return readInput()
  return readFile(file, 'utf8').catch(error => {
    throw new WrongUse(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  })
}
