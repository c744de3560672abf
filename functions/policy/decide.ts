import { reasonOfCategory } from './category-reasons.ts'
import type { Finding } from './finding.ts'
import type { Policy } from './policy.ts'
import { joinReasons, type ReasonLanguage } from './reason.ts'
import { capSeverity, compareSeverity, type Severity } from './severity.ts'

export type Verdict = { findings: Finding[]; policyVersion: string } & (
  | { decision: 'approve' | 'escalate' }
  | { decision: 'reject'; reason: string }
)

/** What the gravest finding leads to. Nothing found is as good as a note. */
const decisions = { note: 'approve', escalate: 'escalate', reject: 'reject' } as const

/**
 * What the channel says to a submission, by all that was found in it, whoever found it. The policy is the one it was
 * matched with. The findings of the verdict are the gravest first, each with the severity that counted.
 */
export function decide(found: readonly Finding[], policy: Policy, language: ReasonLanguage): Verdict {
  const findings = found
    .map(finding => ({ ...finding, severity: weigh(finding, policy) }))
    .sort((a, b) => compareSeverity(b.severity, a.severity))
  const known = { findings, policyVersion: policy.version }
  const decision = decisions[findings[0]?.severity ?? 'note']
  return decision === 'reject'
    ? { decision, reason: explain(findings, policy, language), ...known }
    : { decision, ...known }
}

/** A rule and a profile say what they say; a model may be wrong, or talked into it by the text. */
function weigh({ foundBy, severity, category }: Finding, { models }: Policy): Severity {
  if (foundBy === 'policy' || foundBy === 'profile') return severity
  const mayReject = category !== 'none' && models.mayReject.includes(category)
  return mayReject ? severity : capSeverity(severity, models.alone)
}

/** The rules speak in the order of the policy, whatever the order of the text; then the categories of other findings. */
function explain(findings: readonly Finding[], policy: Policy, language: ReasonLanguage): string {
  const rejecting = findings.filter(({ severity }) => severity === 'reject')
  const ids = new Set(rejecting.map(({ rule }) => rule))
  const known = new Set(policy.rules.map(({ id }) => id))
  const ofRules = policy.rules.filter(({ id }) => ids.has(id)).map(({ reason }) => reason[language])
  const ofCategories = rejecting
    .filter(({ rule }) => !known.has(rule))
    .map(({ category }) => reasonOfCategory(category, language))
  return joinReasons([...ofRules, ...ofCategories], language)
}
