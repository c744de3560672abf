import * as z from 'zod/mini'
import { type Category, isCategory } from './categories.ts'
import { quote } from './policy-problems.ts'
import { longestReason, type ReasonLanguage } from './reason.ts'
import { type WordLists, wordListSchema, wordsSchema } from './word-list.ts'

export type Severity = 'reject' | 'escalate'

/** One thing that the channel does not accept. */
export type Rule = {
  readonly id: string
  readonly category: Category
  readonly severity: Severity
  /** As the operator wrote them. */
  readonly words: readonly string[]
  /** Phrases that excuse the words inside them. */
  readonly allow: readonly string[]
  /** The fields to look into; all of them if left out. */
  readonly fields?: readonly string[] | undefined
  /** What the developer of a rejected bot reads. */
  readonly reason: Readonly<Record<ReasonLanguage, string>>
}

type Issue = { input?: unknown }

/** Tells what is wrong with a value that is there; of one that is not, the general words do. */
function aboutValue(tell: (input: unknown) => string) {
  return { error: ({ input }: Issue) => (input === undefined || input === null ? undefined : tell(input)) }
}

const idProblem = {
  error: ({ input }: Issue) =>
    (input ?? '') === '' ? 'has no id' : `has the id ${quote(input)}: use small letters, digits and hyphens`,
}
const categoryProblem = {
  ...aboutValue(input => `${input} is not a category`),
  // Otherwise a rule without words would not be told so as well.
  abort: false,
}
const severityProblem = aboutValue(input => `${quote(input)} is not reject or escalate`)

const id = z.string(idProblem).check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, idProblem))
const category = z.custom<Category>(isCategory, categoryProblem)
const severity = z.enum(['reject', 'escalate'], severityProblem)
const fieldProblem = { error: () => 'is not a field: write name or description' }
const fields = z.array(z.enum(['name', 'description'], fieldProblem)).check(z.minLength(1))
const reason = z.string().check(z.trim(), z.minLength(1), z.maxLength(longestReason))

const hasWords = z.refine<object>(rule => 'words' in rule || 'wordList' in rule, {
  error: 'has no words',
  // Also when other parts of the rule are wrong: every problem is told at once.
  when: ({ value }) => typeof value === 'object' && value !== null,
})

export function ruleSchema(wordLists: WordLists) {
  const written = z.strictObject({
    id,
    category,
    severity,
    words: z.optional(wordsSchema),
    wordList: z.optional(wordListSchema(wordLists)),
    allow: z.optional(wordsSchema),
    fields: z.optional(fields),
    reason: z.strictObject({ zh: reason, en: reason }),
  })
  return z.pipe(written.check(hasWords), z.transform(mergeWords))

  function mergeWords({ words = [], wordList = [], allow = [], ...rule }: z.infer<typeof written>): Rule {
    return { ...rule, words: [...words, ...wordList], allow }
  }
}
