import { expect, test } from '@jest/globals'
import { App } from 'aws-cdk-lib'
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag'
import { ReviewChannelStack } from '../../infra/review-channel-stack.ts'
import { parseSettings } from '../../infra/settings.ts'
import { acknowledged } from './acknowledged.ts'

/** The constructs alone: no function is bundled, so a stack takes half a second. */
function createStack(context: Record<string, unknown> = {}) {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } })
  return new ReviewChannelStack(app, 'Channel', parseSettings(context))
}

/** What the packs object to, one line for each rule and place. */
function listFindings(stack: ReviewChannelStack, packs: readonly NagPack[]): string[] {
  const violations = packs.flatMap(pack => pack.validateScope(stack).violations)
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  )
}

const everything = {
  moderators: [{ kind: 'bedrock-guardrail', guardrailProfile: 'us.guardrail.v1:0' }],
}

test('what AWS advises is followed, or a reason says why not; a reason that is no longer needed goes', () => {
  const findings = listFindings(createStack(everything), [new AwsSolutionsChecks(), new ServerlessChecks()])
  const reasoned = acknowledged.flatMap(({ rule, at }) => at.map(path => `${rule} Channel/${path}`))
  expect(findings.toSorted()).toEqual(reasoned.toSorted())
})

test.each(acknowledged)('$rule is not followed for a reason', ({ reason }) => {
  expect(reason).toMatch(/^[A-Z].{40,}\.$/)
})
