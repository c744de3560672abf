import { parseArgs } from 'node:util'
import { findBrokenExamples } from '../../functions/policy/check-examples.ts'
import { readPolicy } from '../../functions/policy/read-policy.ts'

/** Prints what is wrong with the policy, a line each; gives the exit code. */
export async function checkPolicy(args: string[], folder: string): Promise<number> {
  const { values } = parseArgs({ args, options: { policy: { type: 'string', default: folder } } })
  const policy = readPolicy(values.policy)
  const problems = findBrokenExamples(policy)
  for (const problem of problems) console.log(problem)
  if (problems.length > 0) return 1
  const examples = policy.rules.flatMap(({ examples: { hit, miss } }) => [...hit, ...miss])
  console.log(
    `policy ${policy.version}: ${policy.rules.length} rules, ${examples.length} examples, all as they should be`,
  )
  return 0
}
