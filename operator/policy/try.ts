import { statSync } from 'node:fs'
import { styleText } from 'node:util'
import * as z from 'zod'
import { readBotProfile } from '../../functions/coze/bot-profile.ts'
import { decide, type Verdict } from '../../functions/policy/decide.ts'
import { createMatcher } from '../../functions/policy/match.ts'
import type { TextField } from '../../functions/policy/read-field.ts'
import { readPolicy, readText } from '../../functions/policy/read-policy.ts'
import { readJson } from '../../functions/read-json.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { Problem } from '../desk/errors.ts'
import type { Desk } from '../desk/open-desk.ts'
import { showText } from '../desk/show-text.ts'
import { listingSchema, listTexts } from './listing.ts'
import { markFindings } from './mark-findings.ts'
import { explainMistakes, policyFolder } from './policy-folder.ts'

const givenSchema = z
  .object({
    text: z.string().optional(),
    jsonl: z.boolean().default(false),
    language: z.enum(['zh', 'en']).default('zh'),
    policy: policyFolder,
  })
  .refine(({ text, jsonl }) => (text === undefined) === jsonl, 'try what? Give a text, a file, or --jsonl')
type Given = z.infer<typeof givenSchema>

export const tryPolicy: Command = defineCommand({
  summary: 'shows what is found in a text, a file, or a profile of a bot as JSON',
  positionals: ['[text]'],
  options: {
    jsonl: { type: 'boolean', help: 'reads a listing per line of standard input, writes a verdict per line' },
    language: { type: 'string', value: 'zh|en', help: 'language of the reasons (zh)' },
  },
  about: 'The rules are tried, without any model that the channel may ask besides.',
  examples: ['try "大家好，代-开-发-票"', 'try profile.json --language en', 'try --jsonl < listings.jsonl'],
  given: givenSchema,
  run: runTry,
})

async function runTry({ text, language, policy }: Given, desk: Desk): Promise<Result> {
  const judge = createJudge(policy, language)
  if (text === undefined) return judgeLines(judge, desk)
  const texts = readTexts(isFile(text) ? explainMistakes(() => readText(text)) : text)
  if (texts.length === 0) throw new Problem('no text of a bot is in this JSON')
  const verdict = judge(texts)
  return { ok: true, document: verdict, lines: write(texts, verdict) }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

type Judge = (texts: readonly TextField[]) => Verdict

function createJudge(folder: string, language: 'zh' | 'en'): Judge {
  const policy = explainMistakes(() => readPolicy(folder))
  const match = createMatcher(policy)
  return texts => decide(match(texts), policy, language)
}

/** A bot's profile, bare or as Coze's API answers it, or else a text as it is. */
function readTexts(text: string): readonly TextField[] {
  const json = readJson(text)
  if (typeof json !== 'object' || json === null) return [{ field: 'description', text }]
  return readBotProfile('data' in json ? json.data : json).texts
}

/** Each verdict is printed before the next line is read: another program may wait for it. */
async function judgeLines(judge: Judge, { inputLines, print }: Desk): Promise<Result> {
  const verdicts: object[] = []
  let number = 0
  for await (const line of inputLines()) {
    number += 1
    if (line.trim() === '') continue
    const { success, data } = listingSchema.safeParse(readJson(line))
    if (!success) throw new Problem(`line ${number} is no listing: {"name":"...", ...} is expected`)
    const verdict = summarize(judge(listTexts(data)))
    print(JSON.stringify(verdict))
    verdicts.push(verdict)
  }
  return { ok: true, document: { verdicts }, lines: [] }
}

function summarize({ decision, findings }: Verdict) {
  const told = findings.map(({ category, field, excerpt, view, rule }) => ({
    category,
    field,
    excerpt,
    view,
    rule,
  }))
  return { verdict: decision, findings: told }
}

const colors = { approve: 'green', escalate: 'yellow', reject: 'red' } as const

function write(texts: readonly TextField[], verdict: Verdict): string[] {
  const { decision, findings, policyVersion } = verdict
  return [
    ...findings.map(
      ({ rule, category, severity, field, view, excerpt }) =>
        `${severity.padEnd(8)}  ${rule}  ${category}  ${field}, ${view} view: ${showText(excerpt)}`,
    ),
    ...texts.map(text => markFindings(text, findings)),
    `verdict   ${styleText(colors[decision], decision)}, policy ${policyVersion}`,
    ...(verdict.decision === 'reject' ? [`          ${verdict.reason}`] : []),
  ]
}
