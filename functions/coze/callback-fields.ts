import * as z from 'zod/mini'

/** A callback that is not as documented; `problem` names fields, never their values. */
export type Unreadable = { kind: 'unreadable'; problem: string }

/** Documents and samples disagree on number or string, and leave optional fields out or null. */
export const text = z.pipe(
  z.transform((value: unknown) => (typeof value === 'number' ? String(value) : (value ?? ''))),
  // Half a surrogate pair, which JSON can write, is no text that a table could keep.
  z.pipe(
    z.string(),
    z.transform((string: string) => string.toWellFormed()),
  ),
)
export const textOf = (pattern: RegExp) => z.pipe(text, z.string().check(z.regex(pattern)))

export function unreadable(error: z.core.$ZodError): Unreadable {
  const fields = error.issues.map(issue => issue.path.join('.') || 'body')
  return { kind: 'unreadable', problem: `not as documented: ${fields.join(', ')}` }
}
