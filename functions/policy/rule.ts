import * as z from 'zod/mini'
import { type Category, isCategory } from './categories.ts'
import { normalizeWord } from './exact-view.ts'
import { type FieldName, isField } from './fields.ts'
import { patternsSchema } from './pattern-list.ts'
import { aboutValue, quote } from './policy-problems.ts'
import { longestReason, type ReasonLanguage } from './reason.ts'
import { type Severity, severities } from './severity.ts'
import { type WordLists, wordListSchema, wordsSchema } from './word-list.ts'

/** One thing that the channel does not accept. */
export type Rule = {
  readonly id: string
  readonly category: Category
  readonly severity: Severity
  /** As the operator wrote them. */
  readonly words: readonly string[]
  /** Regular expressions, matched against the text in lower case with its spaces and punctuation. */
  readonly patterns: readonly string[]
  /** Whether a field without any letter or digit is found as well. */
  readonly blank: boolean
  /** Phrases that excuse what is found inside them. */
  readonly allow: readonly string[]
  /** Regular expressions for the same. */
  readonly allowPatterns: readonly string[]
  /** The fields to look into; all of them if left out. */
  readonly fields?: readonly FieldName[] | undefined
  /** What the developer of a rejected bot reads. */
  readonly reason: Readonly<Record<ReasonLanguage, string>>
  /** Who answers for the rule, since when, and for which languages it was written: for the operator's own record. */
  readonly owner?: string | undefined
  readonly date?: string | undefined
  readonly languages?: readonly ReasonLanguage[] | undefined
  /** Texts that must be found and texts that must not. */
  readonly examples: { readonly hit: readonly string[]; readonly miss: readonly string[] }
}

type Issue = { input?: unknown }

const idProblem = {
  error: ({ input }: Issue) =>
    (input ?? '') === '' ? 'has no id' : `has the id ${quote(input)}: use small letters, digits and hyphens`,
}
const categoryProblem = {
  ...aboutValue(input => `${input} is not a category`),
  // Otherwise a rule without words would not be told so as well.
  abort: false,
}
const severityProblem = aboutValue(input => `${quote(input)} is not reject, escalate or note`)
const dateProblem = aboutValue(input => `${quote(input)} is not a day such as 2025-01-31`)
const fieldProblem = { ...aboutValue(() => 'is not a field of a submission'), abort: false }

const id = z.string(idProblem).check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, idProblem))
const category = z.custom<Category>(isCategory, categoryProblem)
const severity = z.enum(severities, severityProblem)
const text = z.string().check(z.trim(), z.minLength(1))
const fields = z.array(z.custom<FieldName>(isField, fieldProblem)).check(z.minLength(1))
const reason = text.check(z.maxLength(longestReason))
const date = z.iso.date(dateProblem)
const language = z.enum(
  ['zh', 'en'],
  aboutValue(() => 'is not zh or en'),
)
const examplesSchema = z.strictObject({ hit: z.array(text), miss: z.array(text) })

const isObject = { when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null }

const hasWords = z.refine<object>(
  rule => ['words', 'wordList', 'patterns', 'blank'].some(key => key in rule),
  {
    error: 'has no words and no patterns',
    // Also when other parts of the rule are wrong: every problem is told at once.
    ...isObject,
  },
)

type Lists = { words?: string[] | undefined; wordList?: string[] | undefined; allow?: string[] | undefined }

/** Such a word would never be found. */
const wordsAreNotAllowed = z.superRefine<Lists>(({ words = [], wordList = [], allow = [] }, context) => {
  const found = new Set([...words, ...wordList].map(normalizeWord))
  allow.forEach((phrase, position) => {
    if (!found.has(normalizeWord(phrase))) return
    const message = 'is a word of the rule as well'
    context.addIssue({ code: 'custom', message, path: ['allow', position], input: phrase })
  })
})

export function ruleSchema(wordLists: WordLists) {
  const written = z.strictObject({
    id,
    category,
    severity,
    words: z.optional(wordsSchema),
    wordList: z.optional(wordListSchema(wordLists)),
    patterns: z.optional(patternsSchema),
    blank: z.optional(z.boolean()),
    allow: z.optional(wordsSchema),
    allowPatterns: z.optional(patternsSchema),
    fields: z.optional(fields),
    reason: z.strictObject({ zh: reason, en: reason }),
    owner: z.optional(text),
    date: z.optional(date),
    languages: z.optional(z.array(language).check(z.minLength(1))),
    examples: z.optional(examplesSchema),
  })
  return z.pipe(written.check(hasWords, wordsAreNotAllowed), z.transform(mergeWords))

  function mergeWords({
    words = [],
    wordList = [],
    patterns = [],
    blank = false,
    allow = [],
    allowPatterns = [],
    examples = { hit: [], miss: [] },
    ...rule
  }: z.infer<typeof written>): Rule {
    return { ...rule, words: [...words, ...wordList], patterns, blank, allow, allowPatterns, examples }
  }
}
