import * as z from 'zod/mini'

/** A whole number that arrives as the text of an environment variable. */
export const wholeNumber = z.pipe(z.string().check(z.regex(/^[0-9]{1,9}$/)), z.transform(Number))

/** Checks an environment; throws one error that names every variable that is missing or wrong. */
export function parseEnvironment<T>(schema: z.ZodMiniType<T>, environment: unknown): T {
  const result = z.safeParse(schema, environment)
  if (result.success) return result.data
  const names = result.error.issues.map(issue => issue.path.join('.'))
  throw new Error(`environment variables missing or malformed: ${names.join(', ')}`)
}
