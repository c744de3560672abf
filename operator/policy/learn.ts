import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writePhraseWeights } from '../../functions/policy/phrase-weights.ts'
import { readText } from '../../functions/policy/read-policy.ts'
import { type Example, parseExample } from './learn/example.ts'
import { learnWeights, type Tested } from './learn/learn-weights.ts'

/** Learns phrases.tsv of a policy from judged listings, a line of JSON each; gives the exit code. */
export async function learnPhrases(args: string[], folder: string): Promise<number> {
  const { values, positionals: files } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      policy: { type: 'string', default: folder },
      alarms: { type: 'string', default: '0.014' },
    },
  })
  const alarms = Number(values.alarms)
  if (files.length === 0) throw new Error('learn from what? Give files of judged listings')
  if (values.alarms.trim() === '' || !(alarms >= 0 && alarms < 1))
    throw new Error(`--alarms ${values.alarms} is no share such as 0.015`)

  const examples = files.flatMap(readExamples)
  refuseTooFew(examples)
  const { weights, tested } = learnWeights(examples, alarms)
  const comment = `Learned by "npm run policy -- learn" from ${tested.length} judged listings; see policy.yaml.
phrase, category it goes with, weight anywhere, more where it is shown to people, more where the bot is told it`
  const path = join(values.policy, 'phrases.tsv')
  writeFileSync(path, writePhraseWeights(weights, comment))
  printScores(tested)
  console.log(`${weights.phrases.size} phrases written to ${path}`)
  return 0
}

/** Of each kind: what is learned from a handful would replace what thousands taught. */
const fewestOfKind = 50

function refuseTooFew(examples: readonly Example[]): void {
  const violating = examples.filter(({ category }) => category !== undefined).length
  if (Math.min(violating, examples.length - violating) >= fewestOfKind) return
  const told = `${violating} violating and ${examples.length - violating} benign listings`
  throw new Error(
    `${told} are too few to learn from: give at least ${fewestOfKind} of each, with those of test/evaluation/tuning`,
  )
}

function readExamples(file: string): Example[] {
  const lines = readText(file).split('\n')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [parseExample(line)]
    } catch (cause) {
      throw new Error(`${file}, line ${index + 1} is no judged listing`, { cause })
    }
  })
}

/** On examples that the weights were not learned from, by cross-validation. */
function printScores(tested: readonly Tested[]): void {
  const byCategory = Map.groupBy(tested, ({ example }) => example.category ?? 'benign')
  for (const [category, members] of [...byCategory].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const found = members.filter(({ weight }) => weight > 0).length
    console.log(
      `${category.padEnd(7)} ${found} of ${members.length} found (${(found / members.length).toFixed(3)})`,
    )
  }
}
