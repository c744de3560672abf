/**
 * Reads strict JSON and keeps 64-bit ids whole: a number whose text a double cannot repeat stays the text it was.
 * 7486758484001234567 becomes '7486758484001234567', 42 stays 42. Undefined where it is no JSON: the reason, which
 * would quote the text, is of no use to anybody who may see it.
 */
export function readExactJson(text: string): unknown {
  try {
    return JSON.parse(text, keepExactNumber)
  } catch {
    return undefined
  }
}

function keepExactNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value
  return String(value) === context.source ? value : context.source
}
