import * as z from 'zod'
import { findBrokenExamples } from '../../functions/policy/check-examples.ts'
import { readPolicy } from '../../functions/policy/read-policy.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { explainMistakes, policyFolder } from './policy-folder.ts'

const givenSchema = z.object({ policy: policyFolder })

export const checkPolicy: Command = defineCommand({
  summary: 'reads the policy and holds every rule against its own examples',
  positionals: [],
  options: {},
  examples: ['check', 'check --policy ../another-channel/policy'],
  given: givenSchema,
  run: runCheck,
})

async function runCheck({ policy: folder }: z.infer<typeof givenSchema>): Promise<Result> {
  const policy = explainMistakes(() => readPolicy(folder))
  const { version, rules } = policy
  const problems = findBrokenExamples(policy)
  const document = { version, rules: rules.length, problems }
  if (problems.length > 0) return { ok: false, document, lines: problems }
  const examples = rules.flatMap(({ examples: { hit, miss } }) => [...hit, ...miss])
  const line = `policy ${version}: ${rules.length} rules, ${examples.length} examples, all as they should be`
  return { ok: true, document, lines: [line] }
}
