import type { Category } from './categories.ts'
import type { Severity } from './severity.ts'

/** How a text was read when something was found in it. */
export type ViewName =
  | 'exact'
  | 'pinyin'
  | 'homophone'
  | 'split'
  | 'digits'
  | 'reversed'
  | 'joined'
  | 'pattern'
  | 'phrases'

/** What a moderator objects to: `excerpt` is the original text from `start` to before `end`, in UTF-16 units. */
export type Finding = {
  /** The id of a rule of the policy, or what the moderator calls its reason. */
  rule: string
  category: Category | 'none'
  severity: Severity
  field: string
  excerpt: string
  start: number
  end: number
  view: ViewName | 'none'
  foundBy: 'policy' | 'profile' | 'model-judge' | 'guardrail'
}
