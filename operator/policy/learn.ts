import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { writePhraseWeights } from '../../functions/policy/phrase-weights.ts'
import { readText } from '../../functions/policy/read-policy.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { Problem } from '../desk/errors.ts'
import { type Example, parseExample } from './learn/example.ts'
import { learnWeights, type Tested } from './learn/learn-weights.ts'
import { explainMistakes, policyFolder } from './policy-folder.ts'

const givenSchema = z.object({
  file: z.array(z.string()).min(1, 'learn from what? Give files of judged listings'),
  alarms: z
    .string()
    .default('0.014')
    .refine(share => share.trim() !== '' && Number(share) >= 0 && Number(share) < 1, 'a share such as 0.015')
    .transform(Number),
  policy: policyFolder,
})
type Given = z.infer<typeof givenSchema>

export const learnPhrases: Command = defineCommand({
  summary: 'learns phrases.tsv from listings that were judged before',
  positionals: ['file...'],
  options: {
    alarms: {
      type: 'string',
      value: 'SHARE',
      help: 'so many of the honest listings may be found at most (0.014)',
    },
  },
  about: `A file holds a listing as JSON in each line, with "expect" (benign or violating) and the "categories" of a
violating one. Learn from your own together with those of test/evaluation/tuning.`,
  examples: ['learn judged/*.jsonl test/evaluation/tuning/*.jsonl', 'learn judged/*.jsonl --alarms 0.02'],
  given: givenSchema,
  run: runLearn,
})

async function runLearn({ file: files, alarms, policy }: Given): Promise<Result> {
  const examples = files.flatMap(readExamples)
  refuseTooFew(examples)
  const { weights, tested } = learnWeights(examples, alarms)
  const comment = `Learned by "npm run policy -- learn" from ${tested.length} judged listings; see policy.yaml.
phrase, category it goes with, weight anywhere, more where it is shown to people, more where the bot is told it`
  const path = join(policy, 'phrases.tsv')
  writeFileSync(path, writePhraseWeights(weights, comment))
  const scores = score(tested)
  const phrases = weights.phrases.size
  return {
    ok: true,
    document: { path, phrases, scores },
    lines: [...scores.map(writeScore), `${phrases} phrases written to ${path}`],
  }
}

/** Of each kind: what is learned from a handful would replace what thousands taught. */
const fewestOfKind = 50

function refuseTooFew(examples: readonly Example[]): void {
  const violating = examples.filter(({ category }) => category !== undefined).length
  if (Math.min(violating, examples.length - violating) >= fewestOfKind) return
  const told = `${violating} violating and ${examples.length - violating} benign listings`
  throw new Problem(
    `${told} are too few to learn from: give at least ${fewestOfKind} of each, with those of test/evaluation/tuning`,
  )
}

function readExamples(file: string): Example[] {
  const lines = explainMistakes(() => readText(file)).split('\n')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [parseExample(line)]
    } catch (cause) {
      throw new Problem(`${file}, line ${index + 1} is no judged listing`, { cause })
    }
  })
}

type Score = { readonly category: string; readonly found: number; readonly of: number }

/** On examples that the weights were not learned from, by cross-validation. */
function score(tested: readonly Tested[]): Score[] {
  const byCategory = Map.groupBy(tested, ({ example }) => example.category ?? 'benign')
  return [...byCategory]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([category, members]) => ({
      category,
      found: members.filter(({ weight }) => weight > 0).length,
      of: members.length,
    }))
}

function writeScore({ category, found, of }: Score): string {
  return `${category.padEnd(7)} ${found} of ${of} found (${(found / of).toFixed(3)})`
}
