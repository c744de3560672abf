import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { type Category, isCategory } from './categories.ts'
import { type PhraseWeights, parsePhraseWeights } from './phrase-weights.ts'
import { aboutValue, describeIssue, quote, tellProblem, tellRepeatedIds } from './policy-problems.ts'
import { readYaml } from './read-yaml.ts'
import { type Rule, ruleSchema } from './rule.ts'
import { type Severity, severities } from './severity.ts'
import type { PhrasePolicy } from './weigh-passages.ts'
import type { WordLists } from './word-list.ts'

/** The text of policy.yaml, of each word list by its file name, and of phrases.tsv, which need not be there. */
export type PolicySource = { yaml: string; wordLists: WordLists; phrases?: string | undefined }

/** What this channel accepts. `version` names the very source that it was read from. */
export type Policy = {
  readonly version: string
  readonly rules: readonly Rule[]
  /** The most that a pattern may do, whatever its rule says: it is a guess at what is meant. */
  readonly patterns: Severity
  /** What phrases weigh, and what follows from it. */
  readonly phrases: PhrasePolicy
  readonly phraseWeights: PhraseWeights
  readonly profile: ProfilePolicy
  readonly models: ModelPolicy
}

/** What follows when a bot cannot be seen, or is seen in another version than the one that was published. */
type ProfilePolicy = { readonly unavailable: Severity; readonly otherVersion: Severity }

/** What a model may do without a rule that says the same. One that fails asks a person. */
type ModelPolicy = {
  readonly alone: 'escalate' | 'reject'
  /** The categories in which a model alone may reject, whatever `alone` says. */
  readonly mayReject: readonly Category[]
}

/** Reads and checks a policy. Throws one error that tells every problem, a line each, to its operator. */
export function parsePolicy(source: PolicySource): Policy {
  const document = readYaml(source.yaml)
  const rules = z.array(ruleSchema(source.wordLists)).check(z.minLength(1))
  const patterns = z._default(severity, 'escalate')
  const schema = z.strictObject({
    rules,
    patterns,
    phrases: phrasesSchema,
    profile: profileSchema,
    models: modelsSchema,
  })
  const result = z.safeParse(schema, document, { error: describeIssue, reportInput: true })
  const ids = readIds(document)
  const problems = (result.error?.issues ?? []).map(issue => tellProblem(issue, ids))
  problems.push(...tellRepeatedIds(ids))
  if (!result.success || problems.length > 0) throw new Error(problems.join('\n'))
  const phraseWeights = parsePhraseWeights(source.phrases ?? '')
  return { version: nameVersion(source), ...result.data, phraseWeights }
}

const severityProblem = aboutValue(input => `${quote(input)} is not reject, escalate or note`)
const severity = z.enum(severities, severityProblem)
/** No note: what a model doubts would be approved. */
const modelSeverity = z.enum(
  ['escalate', 'reject'],
  aboutValue(input => `${quote(input)} is not reject or escalate`),
)
const category = z.custom<Category>(
  isCategory,
  aboutValue(input => `${quote(input)} is not a category`),
)

const profileSchema = z.prefault(
  z.strictObject({ unavailable: z._default(severity, 'note'), otherVersion: z._default(severity, 'note') }),
  {},
)
const phrasesSchema = z.prefault(
  z.strictObject({ severity: z._default(severity, 'escalate'), above: z._default(z.number(), 0) }),
  {},
)
const modelsSchema = z.prefault(
  z.strictObject({
    alone: z._default(modelSeverity, 'escalate'),
    mayReject: z._default(z.array(category), []),
  }),
  {},
)

const idSchema = z.catch(z.object({ id: z.optional(z.string()) }), {})
const idsSchema = z.catch(z.object({ rules: z.array(idSchema) }), { rules: [] })

/** The ids of the rules, however wrong the rest of them is. */
function readIds(document: unknown): (string | undefined)[] {
  return z.parse(idsSchema, document).rules.map(({ id }) => id || undefined)
}

/** As JSON, because a word that moved from the end of one list to the top of the next is another policy. */
function nameVersion({ yaml, wordLists, phrases }: PolicySource): string {
  const byName = [...wordLists].sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([yaml, byName, ...(phrases === undefined ? [] : [phrases])]))
    .digest('hex')
    .slice(0, 12)
}
