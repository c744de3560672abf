import { statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs, styleText } from 'node:util'
import { readBotProfile } from '../../functions/coze/bot-profile.ts'
import { decide, type Verdict } from '../../functions/policy/decide.ts'
import { createMatcher } from '../../functions/policy/match.ts'
import type { TextField } from '../../functions/policy/read-field.ts'
import { readPolicy, readText } from '../../functions/policy/read-policy.ts'
import { listingSchema, listTexts } from './listing.ts'
import { markFindings } from './mark-findings.ts'

/** Shows what the rules, without any model, find in a text; gives the exit code. */
export async function tryPolicy(args: string[], folder: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      policy: { type: 'string', default: folder },
      language: { type: 'string', default: 'zh' },
      jsonl: { type: 'boolean', default: false },
    },
  })
  if (values.language !== 'zh' && values.language !== 'en')
    throw new Error(`--language ${values.language} is not zh or en`)
  const judge = createJudge(values.policy, values.language)
  if (values.jsonl) return judgeLines(judge)
  const [given] = positionals
  if (given === undefined) throw new Error('try what? Give a text, a file, or --jsonl')
  const texts = readTexts(isFile(given) ? readText(given) : given)
  if (texts.length === 0) throw new Error('no text of a bot is in this JSON')
  print(texts, judge(texts))
  return 0
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

type Judge = (texts: readonly TextField[]) => Verdict

function createJudge(folder: string, language: 'zh' | 'en'): Judge {
  const policy = readPolicy(folder)
  const match = createMatcher(policy)
  return texts => decide(match(texts), policy, language)
}

/** A bot's profile, bare or as Coze's API answers it, or else a text as it is. */
function readTexts(text: string): readonly TextField[] {
  const json = readJson(text)
  if (typeof json !== 'object' || json === null) return [{ field: 'description', text }]
  return readBotProfile('data' in json ? json.data : json).texts
}

async function judgeLines(judge: Judge): Promise<number> {
  let lineNumber = 0
  for await (const line of createInterface({ input: process.stdin })) {
    lineNumber += 1
    if (line.trim() === '') continue
    const { success, data } = listingSchema.safeParse(readJson(line))
    if (!success) throw new Error(`line ${lineNumber} is no listing: {"name":"...", ...} is expected`)
    const { decision, findings } = judge(listTexts(data))
    const told = findings.map(({ category, field, excerpt, view, rule }) => ({
      category,
      field,
      excerpt,
      view,
      rule,
    }))
    console.log(JSON.stringify({ verdict: decision, findings: told }))
  }
  return 0
}

function print(texts: readonly TextField[], verdict: Verdict): void {
  for (const { rule, category, severity, field, view, excerpt } of verdict.findings)
    console.log(`${severity.padEnd(8)}  ${rule}  ${category}  ${field}, ${view} view: ${excerpt}`)
  for (const text of texts) console.log(markFindings(text, verdict.findings))
  const color = { approve: 'green', escalate: 'yellow', reject: 'red' } as const
  console.log(
    `verdict   ${styleText(color[verdict.decision], verdict.decision)}, policy ${verdict.policyVersion}`,
  )
  if (verdict.decision === 'reject') console.log(`          ${verdict.reason}`)
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
