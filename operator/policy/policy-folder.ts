import { join } from 'node:path'
import * as z from 'zod'
import { Problem } from '../desk/errors.ts'

/** The policy that a command is about, as `--policy` names it. */
export const policyFolder = z.string().default(join(import.meta.dirname, '../../policy'))

/** What a policy, or a file for it, is found to lack is for whoever edits it, and is told whole. */
export function explainMistakes<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new Problem(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
