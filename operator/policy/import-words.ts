import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isSeq, parseDocument } from 'yaml'
import { isCategory } from '../../functions/policy/categories.ts'
import { reasonOfCategory } from '../../functions/policy/category-reasons.ts'
import { parsePolicy } from '../../functions/policy/policy.ts'
import { readPolicy, readPolicySource, readText } from '../../functions/policy/read-policy.ts'

const options = {
  policy: { type: 'string' },
  id: { type: 'string', default: '' },
  category: { type: 'string', default: '' },
  severity: { type: 'string', default: 'escalate' },
} as const

/** Copies a word list into the policy and adds a rule for it, once the whole has been checked; gives the exit code. */
export async function importWords(args: string[], folder: string): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [file] = positionals
  const { id, category, severity, policy = folder } = values
  if (file === undefined || id === '') throw new Error('import what? import FILE --id ID --category X.3')
  if (!isCategory(category)) throw new Error(`${category} is not a category`)

  const list = `${id}.txt`
  const source = readPolicySource(policy)
  if (source.wordLists.has(list)) throw new Error(`words/${list} is there already: choose another id`)
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
  console.log(`rule ${id} added with the words of ${file}; policy ${readPolicy(policy).version}`)
  return 0
}

/** Adds to the document and not to its data, so that the comments stay. */
function addRule(yaml: string, rule: object): string {
  const document = parseDocument(yaml)
  const rules = document.get('rules')
  if (!isSeq(rules)) throw new Error('policy.yaml has no list of rules')
  rules.add(document.createNode(rule))
  return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}
