import type { WrittenPolicy } from '../moderators/finding.ts'
import { categories } from '../policy/categories.ts'
import type { Policy } from '../policy/policy.ts'

/** The policy in words, as one would explain it to a new colleague: by its categories, and by the reasons of its rules. */
export function writePolicy({ rules, models }: Policy): WrittenPolicy {
  const meanings = Object.entries(categories).map(([code, { en }]) => [code, en] as const)
  const lines = rules.map(({ category, reason }) => `- ${category}: ${reason.en}`)
  return {
    rules: [...new Set(lines)].join('\n'),
    categories: Object.fromEntries(meanings),
    rejecting: models.mayReject,
  }
}
