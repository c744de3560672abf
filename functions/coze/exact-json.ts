/**
 * `JSON.parse` that keeps 64-bit ids whole: a number whose text a double cannot repeat stays the text it was.
 * 7486758484001234567 becomes '7486758484001234567', 42 stays 42. Throws on anything but strict JSON.
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, keepExactNumber)
}

function keepExactNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value
  return String(value) === context.source ? value : context.source
}
