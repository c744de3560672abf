import * as z from 'zod/mini'

type Match = { category: string; words: string }

/** Filters of a guardrail in our codes. Source: docs.aws.amazon.com bedrock API_runtime_GuardrailContentFilter. */
const codeByFilter: ReadonlyMap<string, string> = new Map([
  ['HATE', 'A.2.i'],
  ['INSULTS', 'A.4.c'],
  ['SEXUAL', 'A.1.f'],
  ['VIOLENCE', 'A.1.f'],
  ['MISCONDUCT', 'A.1.h'],
  ['PROMPT_ATTACK', 'X.4'],
])
const profanity = 'A.1.f'
const personalInformation = 'A.4.f'
/** A guardrail that intervened for a reason not known here still intervened. */
const unknownReason: Match = { category: '', words: '' }

const words = z.optional(z.string())
const listOf = <T extends z.core.SomeType>(item: T) => z._default(z.array(item), [])
const matched = listOf(z.object({ match: words, action: z.string() }))
const assessmentSchema = z.object({
  topicPolicy: z.optional(z.object({ topics: listOf(z.object({ name: z.string(), action: z.string() })) })),
  contentPolicy: z.optional(
    z.object({ filters: listOf(z.object({ type: z.string(), action: z.string() })) }),
  ),
  wordPolicy: z.optional(z.object({ customWords: matched, managedWordLists: matched })),
  sensitiveInformationPolicy: z.optional(z.object({ piiEntities: matched, regexes: matched })),
})
type Assessment = z.infer<typeof assessmentSchema>

const coverageSchema = z.object({ guarded: z.number(), total: z.number() })
const answerSchema = z.object({
  action: z.enum(['NONE', 'GUARDRAIL_INTERVENED']),
  assessments: listOf(assessmentSchema),
  guardrailCoverage: z.optional(z.object({ textCharacters: z.optional(coverageSchema) })),
})

/** What a guardrail objects to; undefined where it does not say, or has not looked at the whole text. */
export function readGuardrailAnswer(json: unknown): Match[] | undefined {
  const result = z.safeParse(answerSchema, json)
  if (!result.success) return undefined
  const { action, assessments, guardrailCoverage } = result.data
  if (action === 'NONE') {
    const { guarded, total } = guardrailCoverage?.textCharacters ?? { guarded: 0, total: 0 }
    return guarded < total ? undefined : []
  }
  const matches = assessments.flatMap(listMatches)
  return matches.length > 0 ? matches : [unknownReason]
}

function listMatches(assessment: Assessment): Match[] {
  const { topicPolicy, contentPolicy, wordPolicy, sensitiveInformationPolicy } = assessment
  return [
    ...listBlocked(topicPolicy?.topics, ({ name }) => readCode(name)),
    ...listBlocked(contentPolicy?.filters, ({ type }) => codeByFilter.get(type)),
    ...listBlocked(wordPolicy?.customWords, () => undefined),
    ...listBlocked(wordPolicy?.managedWordLists, () => profanity),
    ...listBlocked(sensitiveInformationPolicy?.piiEntities, () => personalInformation),
    ...listBlocked(sensitiveInformationPolicy?.regexes, () => personalInformation),
  ]
}

type Item = { action: string; match?: string | undefined }

/** What a filter was set only to watch for has the action NONE. */
function listBlocked<T extends Item>(items: readonly T[] = [], findCode: (item: T) => string | undefined) {
  return items
    .filter(({ action }) => action !== 'NONE')
    .map(item => ({ category: findCode(item) ?? '', words: item.match ?? '' }))
}

/** A denied topic counts for the category that its name begins with, as in "X.3 gambling". */
function readCode(topic: string): string | undefined {
  return /^[A-Z]\.[0-9](?:\.[a-z])?(?![\w.])/.exec(topic)?.[0]
}
