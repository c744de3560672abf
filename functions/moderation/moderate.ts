import { decide, type ReasonLanguage } from '../policy/decide.ts'
import { createMatcher } from '../policy/match.ts'
import type { Policy } from '../policy/policy.ts'
import type { Submission, Verdict } from '../reviews/review.ts'

export type Moderate = (submission: Submission) => Promise<Verdict>

/** What no rule can say: a bot without a name was not understood, or has something to hide. */
const nameless = {
  rule: 'nameless',
  category: 'X.7',
  severity: 'escalate',
  field: 'name',
  excerpt: '',
  start: 0,
  end: 0,
  foundBy: 'policy',
} as const

/** Holds the texts of a submission against the policy. A submission that cannot be judged throws: doubt is no approval. */
export function createModerator(policy: Policy, language: ReasonLanguage): Moderate {
  const match = createMatcher(policy)
  return async ({ name, description }) => {
    const findings = match([
      { field: 'name', text: name },
      { field: 'description', text: description },
    ])
    return decide(name.trim() === '' ? [...findings, nameless] : findings, policy, language)
  }
}
