import * as z from 'zod/mini'
import { compilePattern } from './pattern.ts'

const pattern = z.string().check(
  z.superRefine((source, context) => {
    const problem = problemOf(source)
    if (problem !== undefined) context.addIssue(problem)
  }),
)

/** Regular expressions that the engine can compile and bound. */
export const patternsSchema = z.array(pattern).check(z.minLength(1))

function problemOf(source: string): string | undefined {
  try {
    compilePattern(source)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : 'is no regular expression'
  }
}
