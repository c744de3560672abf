import * as z from 'zod/mini'
import type { Reading } from './dialect.ts'
import { hasOrder } from './find-orders.ts'

/** More findings than this in one answer are noise, and would fill the record of the review. */
const mostFindings = 50

const answerSchema = z.strictObject({
  check: z.string(),
  verdict: z.enum(['allow', 'flag']),
  findings: z
    .array(z.object({ category: z.string(), field: z.string(), quote: z.string(), why: z.string() }))
    .check(z.maxLength(mostFindings)),
})
type Answer = z.infer<typeof answerSchema>

/** Reads the answer of a model that was to copy `check`. Prose or a code fence round the object is seen through. */
export function readJsonAnswer(answer: string, check: string): Reading {
  const { object, prose } = takeObject(answer)
  if (object === '' && isRefusal(prose)) return { kind: 'doubtful', doubt: 'refused' }
  const result = z.safeParse(answerSchema, parse(object))
  if (!result.success) return { kind: 'unreadable', problem: describe(result.error) }
  const problem = findContradiction(result.data, object, check)
  if (problem !== undefined) return { kind: 'unreadable', problem }

  const { findings } = result.data
  const claims = findings.map(({ category, field, quote }) => ({ category, field, words: quote }))
  const says = [prose, ...findings.flatMap(({ quote, why }) => [quote, why])]
  return { kind: 'judged', claims, doubts: says.some(hasOrder) ? ['talked-to'] : [] }
}

/** From the first brace to the last: two objects are then none, and it is not on us to choose between them. */
function takeObject(answer: string): { object: string; prose: string } {
  // Some services leave the thoughts of a model in its answer.
  const spoken = answer.replace(/^\s*<think>.*?<\/think>/s, '')
  const start = spoken.indexOf('{')
  const end = spoken.lastIndexOf('}') + 1
  if (start < 0 || end <= start) return { object: '', prose: spoken }
  return { object: spoken.slice(start, end), prose: `${spoken.slice(0, start)}\n${spoken.slice(end)}` }
}

function parse(object: string): unknown {
  try {
    return JSON.parse(object)
  } catch {
    return undefined
  }
}

function findContradiction(answer: Answer, object: string, check: string): string | undefined {
  if (answer.check !== check) return 'check is not the one you were given'
  if (answer.verdict === 'flag') return answer.findings.length === 0 ? 'flag without a finding' : undefined
  if (answer.findings.length > 0) return 'allow with findings'
  // A key given twice would hide its first value, perhaps a flag.
  const isPlain = object.replaceAll(/\s/g, '').length === JSON.stringify(answer).length
  return isPlain ? undefined : 'a key stands twice'
}

/** Names the fields of our own schema; of an unknown key not even its name, for that is the model's words. */
function describe(error: z.core.$ZodError): string {
  const fields = error.issues.map(({ path }) => path.join('.') || 'the whole')
  return `it is not one JSON object of the agreed form (${[...new Set(fields)].slice(0, 5).join(', ')})`
}

function isRefusal(prose: string): boolean {
  return /^\s*(i['’]?m (sorry|unable)|sorry|i (cannot|can['’]?t)|as an ai|很?抱歉|对不起|我(无法|不能))/i.test(
    prose,
  )
}
