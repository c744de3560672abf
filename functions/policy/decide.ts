import type { Finding } from './match.ts'
import type { Policy } from './policy.ts'
import { joinReasons, type ReasonLanguage } from './reason.ts'

export type { ReasonLanguage }

export type Verdict = { findings: Finding[]; policyVersion: string } & (
  | { decision: 'approve' | 'escalate' }
  | { decision: 'reject'; reason: string }
)

/** What the channel says to a submission, by all that was found in it. The policy is the one it was matched with. */
export function decide(findings: Finding[], policy: Policy, language: ReasonLanguage): Verdict {
  const known = { findings, policyVersion: policy.version }
  const rejecting = findings.filter(({ severity }) => severity === 'reject')

  if (rejecting.length > 0)
    return { decision: 'reject', reason: explain(rejecting, policy, language), ...known }
  if (findings.length > 0) return { decision: 'escalate', ...known }
  return { decision: 'approve', ...known }
}

/** The rules speak in the order of the policy, whatever the order of the text. */
function explain(rejecting: Finding[], policy: Policy, language: ReasonLanguage): string {
  const ids = new Set(rejecting.map(({ rule }) => rule))
  const reasons = policy.rules.filter(({ id }) => ids.has(id)).map(({ reason }) => reason[language])
  return joinReasons(reasons, language)
}
