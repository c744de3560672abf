import { createMatcher } from './match.ts'
import type { Policy } from './policy.ts'
import type { Rule } from './rule.ts'

/** The examples of a policy that its rules do not bear out, one line each. What is only noted is no hit. */
export function findBrokenExamples(policy: Policy): string[] {
  return policy.rules.flatMap(rule => {
    const isHit = createExampleCheck(policy, rule)
    const missed = rule.examples.hit.filter(text => !isHit(text))
    const wronged = rule.examples.miss.filter(isHit)
    return [
      ...missed.map(text => `rule ${rule.id}: example "${text}" is not found`),
      ...wronged.map(text => `rule ${rule.id}: example "${text}" is found and must not be`),
    ]
  })
}

/** An example stands in the first field that the rule looks into. */
function createExampleCheck(policy: Policy, rule: Rule): (text: string) => boolean {
  // Whether a rule finds its examples is one question, what its patterns may do is another.
  const match = createMatcher({ ...policy, rules: [rule], patterns: 'reject' })
  const field = rule.fields?.[0] ?? 'description'
  return text => match([{ field, text }]).some(found => found.rule === rule.id && found.severity !== 'note')
}
