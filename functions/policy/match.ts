import type { Category } from './categories.ts'
import { chooseHits } from './choose-hits.ts'
import { findPlace, normalizeWord, type Place, viewExactly } from './normalize.ts'
import type { Policy } from './policy.ts'
import type { Rule, Severity } from './rule.ts'
import { createSearch } from './search.ts'

/** One piece of a submission; `field` is the name that the `fields` of a rule may list. */
export type TextField = { field: string; text: string }

/** What a rule objects to: `excerpt` is the original text from `start` to before `end`, in UTF-16 units. */
export type Finding = {
  rule: string
  category: Category
  severity: Severity
  field: string
  excerpt: string
  start: number
  end: number
  foundBy: 'policy'
}

/** Findings come in the order of the fields, then of the policy's rules, then of the text. */
export function createMatcher(policy: Policy): (fields: readonly TextField[]) => Finding[] {
  const rules = policy.rules.map(rule => ({
    rule,
    words: new Set(rule.words.map(normalizeWord)),
    allow: new Set(rule.allow.map(normalizeWord)),
  }))
  const search = createSearch(rules.flatMap(({ words, allow }) => [...words, ...allow]))

  return fields => fields.flatMap(findInField)

  function findInField({ field, text }: TextField): Finding[] {
    const view = viewExactly(text)
    const occurrences = search(view.text)
    return rules
      .filter(({ rule }) => rule.fields?.includes(field) ?? true)
      .flatMap(patterns => {
        const hits = chooseHits(view.text, occurrences, patterns)
        return hits.map(({ begin, end }) =>
          toFinding(patterns.rule, field, text, findPlace(view, begin, end)),
        )
      })
  }
}

function toFinding(rule: Rule, field: string, text: string, { start, end }: Place): Finding {
  const { id, category, severity } = rule
  const excerpt = text.slice(start, end)
  return { rule: id, category, severity, field, excerpt, start, end, foundBy: 'policy' }
}
