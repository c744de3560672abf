import type { CommandLine } from '../command.ts'
import { helpOptions } from '../desk/read-arguments.ts'
import { checkPolicy } from './check.ts'
import { importWords } from './import-words.ts'
import { learnPhrases } from './learn.ts'
import { tryPolicy } from './try.ts'

/** All that is done to a policy, with no channel at hand. */
export const policyCommands: CommandLine = {
  call: 'npm run policy --',
  commands: { check: checkPolicy, try: tryPolicy, import: importWords, learn: learnPhrases },
  options: {
    policy: { type: 'string', value: 'FOLDER', help: 'another policy than policy/' },
    ...helpOptions,
  },
  about: 'policy/policy.yaml explains what it is all about.',
}
