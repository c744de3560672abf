import { ModeratorError } from '../moderators/errors.ts'
import type { ModelFinding, Moderator, Usage } from '../moderators/moderator.ts'
import { isCategory } from '../policy/categories.ts'
import { decide } from '../policy/decide.ts'
import type { Finding } from '../policy/finding.ts'
import { createMatcher } from '../policy/match.ts'
import type { Policy } from '../policy/policy.ts'
import type { TextField } from '../policy/read-field.ts'
import type { ReasonLanguage } from '../policy/reason.ts'
import type { Review, Verdict } from '../reviews/review.ts'
import type { ReadProfile } from './read-profile.ts'

export type Moderate = (review: Review) => Promise<Verdict>

type ModerateDependencies = {
  policy: Policy
  language: ReasonLanguage
  readProfile: ReadProfile
  /** All other moderators together; without any there are no findings. */
  ask: Moderator
  now: () => number
}

/** So long a model may be out of reach before a person decides in its place. */
const longestOutageMs = 30 * 60_000

/** Holds all that is known of a submission against the policy. What cannot be judged throws, or asks a person. */
export function createModerator(dependencies: ModerateDependencies): Moderate {
  const { policy, language, readProfile } = dependencies
  const match = createMatcher(policy)
  return async review => {
    const profile = await readProfile(review)
    const texts = listTexts(review, profile.texts)
    const heard = await askModels(texts, review, dependencies)
    const findings = [...profile.findings, ...match(texts), ...heard.findings]
    return {
      ...decide(findings, policy, language),
      profileVersion: profile.version,
      usage: heard.usage,
    }
  }
}

/** Name and description stand in the callback and in the profile; where they are the same they are judged once. */
function listTexts({ name, description }: Review, profile: readonly TextField[]): TextField[] {
  const texts = [{ field: 'name', text: name }, { field: 'description', text: description }, ...profile]
  return [...new Map(texts.map(text => [`${text.field}\n${text.text}`, text])).values()]
}

/** `usage` is missing where no model was heard. */
type Heard = { readonly findings: readonly Finding[]; readonly usage?: Usage | undefined }

/** What the models object to. One that stays out of reach is a finding of its own: a person decides. */
async function askModels(
  texts: readonly TextField[],
  { receivedAt }: Review,
  { ask, now }: ModerateDependencies,
): Promise<Heard> {
  try {
    const { findings, usage } = await ask(texts)
    return { findings: findings.map(readFinding), usage }
  } catch (error) {
    if (!(error instanceof ModeratorError) || now() - receivedAt < longestOutageMs) throw error
    return { findings: [outage] }
  }
}

/** The moderators know no list of categories; one that is not ours has already become a doubt. */
function readFinding(finding: ModelFinding): Finding {
  return { ...finding, category: isCategory(finding.category) ? finding.category : 'none' }
}

/** Found by the policy, which promises that doubt is never approval. */
const outage: Finding = {
  rule: 'models/out-of-reach',
  category: 'none',
  severity: 'escalate',
  field: '',
  excerpt: '',
  start: 0,
  end: 0,
  view: 'none',
  foundBy: 'policy',
}
