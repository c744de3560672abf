import { expect, test } from '@jest/globals'
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag'
import type { ReviewChannelStack } from '../../infra/review-channel-stack.ts'
import { acknowledged } from './acknowledged.ts'
import { createStack, everything } from './create-stack.ts'

/** What the packs object to, one line for each rule and place. */
function listFindings(stack: ReviewChannelStack, packs: readonly NagPack[]): string[] {
  const violations = packs.flatMap(pack => pack.validateScope(stack).violations)
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  )
}

test('what AWS advises is followed, or a reason says why not; a reason that is no longer needed goes', () => {
  const findings = listFindings(createStack(everything), [new AwsSolutionsChecks(), new ServerlessChecks()])
  const reasoned = acknowledged.flatMap(({ rule, at }) => at.map(path => `${rule} Channel/${path}`))
  expect(findings.toSorted()).toEqual(reasoned.toSorted())
})

test.each(acknowledged)('$rule is not followed for a reason', ({ reason }) => {
  expect(reason).toMatch(/^[A-Z].{40,}\.$/)
})
