import type * as z from 'zod/mini'

/** Ends the sentence that the place of the problem begins: "reason.zh" + "is missing". */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) return 'is missing'
  if (issue.input === null) return 'is empty'
  switch (issue.code) {
    case 'unrecognized_keys':
      return `has an unknown key ${issue.keys.map(quote).join(', ')}`
    case 'too_small':
      return 'is empty'
    case 'too_big':
      return `is longer than ${issue.maximum} characters`
    case 'invalid_type':
      return expectations[issue.expected] ?? 'is not what is expected here'
    default:
      return 'is not what is expected here'
  }
}

const expectations: Partial<Record<string, string>> = {
  string: 'is not text: put it in quotes',
  array: 'is not a list',
  object: 'is not a group of "key: value" lines',
}

/** One line: which rule, where in it, and what is wrong. `ids` are those of the rules, in their order. */
export function tellProblem(issue: z.core.$ZodIssue, ids: readonly (string | undefined)[]): string {
  const [, position, ...path] = issue.path
  if (typeof position !== 'number') return tell('policy', issue.path.join('.'), issue.message)
  return tell(`rule ${ids[position] ?? position + 1}`, namePlace(path, issue.input), issue.message)
}

export function tellRepeatedIds(ids: readonly (string | undefined)[]): string[] {
  const repeated = new Set(findRepeated(ids).map(position => ids[position]))
  return [...repeated].map(id => `rule ${id}: id is used twice`)
}

/** The positions of what stood before in the list already. */
export function findRepeated(list: readonly (string | undefined)[]): number[] {
  const seen = new Set<string>()
  return list.flatMap((item, position) => {
    if (item === undefined) return []
    if (seen.has(item)) return [position]
    seen.add(item)
    return []
  })
}

function tell(who: string, place: string, message: string): string {
  return place === '' ? `${who} ${message}` : `${who}: ${place} ${message}`
}

const oneOf: Partial<Record<PropertyKey, string>> = {
  words: 'word',
  wordList: 'word',
  patterns: 'pattern',
  allow: 'allow phrase',
  allowPatterns: 'allow pattern',
  fields: 'field',
  languages: 'language',
}

function namePlace(path: readonly PropertyKey[], input: unknown): string {
  const [key = '', position] = path
  // The rule is named by its id, so what is said about the id is said about the rule.
  if (key === 'id') return ''
  if (typeof position !== 'number') return path.join('.')
  return `${oneOf[key] ?? String(key)} ${typeof input === 'object' ? position + 1 : quote(input)}`
}

/** Tells what is wrong with a value that is there; of one that is not, the general words do. */
export function aboutValue(describe: (input: unknown) => string) {
  return {
    error: ({ input }: { input?: unknown }) =>
      input === undefined || input === null ? undefined : describe(input),
  }
}

export function quote(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value)
}
