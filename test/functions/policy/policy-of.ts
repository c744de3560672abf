import { type Policy, parsePolicy } from '../../../functions/policy/policy.ts'

export type WrittenRule = {
  id?: string
  category?: string
  severity?: string
  words?: readonly string[]
  allow?: readonly string[]
  patterns?: readonly string[]
  allowPatterns?: readonly string[]
  fields?: readonly string[]
  blank?: boolean
  reason?: { zh: string; en: string }
}

const reason = { zh: '请修改。', en: 'Please change it.' }

/** No words are written by leaving them out. */
function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

/** A policy of these rules, with all defaults; a rule rejects for gambling unless it says otherwise. */
export function policyOf(...rules: readonly WrittenRule[]): Policy {
  const written = rules.map((rule, index) => ({
    id: `rule-${index}`,
    category: 'X.3',
    severity: 'reject',
    reason,
    ...Object.fromEntries(Object.entries(rule).filter(([, value]) => !isEmpty(value))),
  }))
  // YAML is a superset of JSON.
  return parsePolicy({ yaml: JSON.stringify({ rules: written }), wordLists: new Map() })
}
