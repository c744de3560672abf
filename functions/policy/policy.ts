import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { type Category, isCategory } from './categories.ts'
import { aboutValue, describeIssue, quote, tellProblem, tellRepeatedIds } from './policy-problems.ts'
import { readYaml } from './read-yaml.ts'
import { type Rule, ruleSchema } from './rule.ts'
import { type Severity, severities } from './severity.ts'
import type { WordLists } from './word-list.ts'

/** What the operator wrote: the text of policy.yaml, and of each word list by its file name. */
export type PolicySource = { yaml: string; wordLists: WordLists }

/** What this channel accepts. `version` names the very source that it was read from. */
export type Policy = {
  readonly version: string
  readonly rules: readonly Rule[]
  /** The most that a pattern may do, whatever its rule says: it is a guess at what is meant. */
  readonly patterns: Severity
  readonly profile: ProfilePolicy
  readonly models: ModelPolicy
}

/** What follows when a bot cannot be seen, or is seen in another version than the one that was published. */
export type ProfilePolicy = { readonly unavailable: Severity; readonly otherVersion: Severity }

/** What a model may do without a rule that says the same, and what follows when it fails. */
export type ModelPolicy = {
  readonly alone: Severity
  /** The categories in which a model alone may reject, whatever `alone` says. */
  readonly mayReject: readonly Category[]
  readonly failed: Severity
}

/** Reads and checks a policy. Throws one error that tells every problem, a line each, to its operator. */
export function parsePolicy(source: PolicySource): Policy {
  const document = readYaml(source.yaml)
  const rules = z.array(ruleSchema(source.wordLists)).check(z.minLength(1))
  const patterns = z._default(severity, 'escalate')
  const schema = z.strictObject({ rules, patterns, profile: profileSchema, models: modelsSchema })
  const result = z.safeParse(schema, document, { error: describeIssue, reportInput: true })
  const ids = readIds(document)
  const problems = (result.error?.issues ?? []).map(issue => tellProblem(issue, ids))
  problems.push(...tellRepeatedIds(ids))
  if (!result.success || problems.length > 0) throw new Error(problems.join('\n'))
  return { version: nameVersion(source), ...result.data }
}

const severityProblem = aboutValue(input => `${quote(input)} is not reject, escalate or note`)
const severity = z.enum(severities, severityProblem)
const category = z.custom<Category>(
  isCategory,
  aboutValue(() => 'is not a category'),
)

const profileSchema = z.prefault(
  z.strictObject({ unavailable: z._default(severity, 'note'), otherVersion: z._default(severity, 'note') }),
  {},
)
const modelsSchema = z.prefault(
  z.strictObject({
    alone: z._default(severity, 'escalate'),
    mayReject: z._default(z.array(category), []),
    failed: z._default(severity, 'escalate'),
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
function nameVersion({ yaml, wordLists }: PolicySource): string {
  const byName = [...wordLists].sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([yaml, byName]))
    .digest('hex')
    .slice(0, 12)
}
