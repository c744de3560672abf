import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSeq, parseDocument } from 'yaml'
import * as z from 'zod'
import { isCategory } from '../../functions/policy/categories.ts'
import { reasonOfCategory } from '../../functions/policy/category-reasons.ts'
import { parsePolicy } from '../../functions/policy/policy.ts'
import { readPolicy, readPolicySource, readText } from '../../functions/policy/read-policy.ts'
import { severities } from '../../functions/policy/severity.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { Problem } from '../desk/errors.ts'
import { explainMistakes, policyFolder } from './policy-folder.ts'

const givenSchema = z.object({
  file: z.string(),
  id: z.string().min(1),
  category: z.string().refine(isCategory, { error: ({ input }) => `${input} is not a category` }),
  severity: z.enum(severities).default('escalate'),
  policy: policyFolder,
})
type Given = z.infer<typeof givenSchema>

export const importWords: Command = defineCommand({
  summary: 'makes a rule of a plain word list, one word a line',
  positionals: ['file'],
  options: {
    id: { type: 'string', value: 'ID', help: 'the name of the rule, and of its list in words/' },
    category: { type: 'string', value: 'CODE', help: 'what its words offend against: X.3' },
    severity: { type: 'string', value: 'SEVERITY', help: `${severities.join(', ')} (escalate)` },
  },
  about: `Nothing is written unless the whole policy is right with the new rule. The developer of a bot reads the
reason of the category; edit it in policy.yaml, and give the rule examples.`,
  examples: [
    'import words.txt --id own --category X.3',
    'import words.txt --id own --category X.3 --severity reject',
  ],
  given: givenSchema,
  run: async given => explainMistakes(() => runImport(given)),
})

/** Copies a word list into the policy and adds a rule for it, once the whole has been checked. */
function runImport({ file, id, category, severity, policy }: Given): Result {
  const list = `${id}.txt`
  const source = readPolicySource(policy)
  if (source.wordLists.has(list)) throw new Problem(`words/${list} is there already: choose another id`)
  const yaml = addRule(source.yaml, {
    id,
    category,
    severity,
    wordList: list,
    reason: { zh: reasonOfCategory(category, 'zh'), en: reasonOfCategory(category, 'en') },
    examples: { hit: [], miss: [] },
  })
  const words = readText(file)
  parsePolicy({ ...source, yaml, wordLists: new Map([...source.wordLists, [list, words]]) })
  mkdirSync(join(policy, 'words'), { recursive: true })
  writeFileSync(join(policy, 'words', list), words)
  writeFileSync(join(policy, 'policy.yaml'), yaml)
  const { version } = readPolicy(policy)
  const line = `rule ${id} added with the words of ${file}; policy ${version}`
  return { ok: true, document: { rule: id, version }, lines: [line] }
}

/** Adds to the document and not to its data, so that the comments stay. */
function addRule(yaml: string, rule: object): string {
  const document = parseDocument(yaml)
  const rules = document.get('rules')
  if (!isSeq(rules)) throw new Problem('policy.yaml has no list of rules')
  rules.add(document.createNode(rule))
  return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}
