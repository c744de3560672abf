import { chooseHits, type Hit } from './choose-hits.ts'
import { findJoined } from './find-joined.ts'
import { findExcused, findPatterns } from './find-patterns.ts'
import { createExactFinder, createLooseFinder, listEntries } from './find-words.ts'
import type { Finding } from './finding.ts'
import { type LightView, viewLightly } from './pattern-view.ts'
import type { Policy } from './policy.ts'
import { type ReadField, readField, type TextField } from './read-field.ts'
import type { Rule } from './rule.ts'
import { capSeverity, compareSeverity, lowerSeverity, type Severity } from './severity.ts'
import { looseViews } from './views.ts'
import { createPassageWeigher } from './weigh-passages.ts'
import { countMisreadings } from './word-boundary.ts'

export type Match = (texts: readonly TextField[]) => Finding[]

/** Findings come in the order of the fields, then of the policy's rules, then of the text; last those across fields and of whole passages. */
export function createMatcher(policy: Policy): Match {
  const entries = listEntries(policy.rules)
  const findExactly = createExactFinder(entries)
  const finders = [findExactly, ...looseViews.map(view => createLooseFinder(view, entries))]
  const weighPassages = createPassageWeigher(policy.phraseWeights, policy.phrases)

  return texts => {
    const fields = texts.map(readField)
    const findAll = ({ view }: ReadField) => finders.flatMap(find => find(view))
    return [
      ...fields.flatMap(field => judge(policy, field, findAll(field), viewLightly(field.text))),
      ...findJoined(fields, findExactly).flatMap(field => judge(policy, field, field.hits, noText)),
      ...weighPassages(fields),
    ]
  }
}

/** Only words are looked for across a border: a pattern may mean a whole field. */
const noText = viewLightly('')

/** Holds one field against every rule. `words` are the hits of all rules, `light` is what their patterns see. */
function judge(policy: Policy, field: ReadField, words: readonly Hit[], light: LightView): Finding[] {
  const byRule = Map.groupBy(words, ({ rule }) => rule)
  return policy.rules.flatMap((rule, position) => {
    if (rule.fields !== undefined && !rule.fields.some(name => name === field.field)) return []
    if (rule.blank && field.view.text === '') return [toFinding(rule, rule.severity, field, nowhere)]
    const found = [...(byRule.get(position) ?? []), ...findPatterns(light, rule.patterns, position)]
    if (found.every(({ excuses }) => excuses)) return []
    const hits = chooseHits(found)
    const excused = findExcused(light, rule.allowPatterns, hits)
    return weighAll(rule, hits, excused, policy.patterns).map(([hit, severity]) =>
      toFinding(rule, severity, field, hit),
    )
  })
}

const nowhere = { start: 0, end: 0, view: 'exact' } as const

/** Of one rule in one field: more of the same changes nothing, and each costs a look at the words round it. */
const mostFindings = 20

/** The gravest go before what may be a misreading or is excused, or a row of these would hide them. */
function weighAll(
  rule: Rule,
  hits: readonly Hit[],
  excused: ReadonlySet<Hit>,
  mostOfPatterns: Severity,
): [Hit, Severity][] {
  const weighed: [Hit, Severity][] = []
  let full = 0
  for (const hit of hits) {
    const meant = weigh(rule.severity, hit, mostOfPatterns)
    // A guess as well, and one that whoever offends can write: it takes one level, and may leave the rest to a person.
    const severity = excused.has(hit) ? lowerSeverity(meant, 1) : meant
    weighed.push([hit, severity])
    if (severity === rule.severity) full++
    if (full === mostFindings) break
  }
  const gravest = weighed.toSorted(([, a], [, b]) => compareSeverity(b, a)).slice(0, mostFindings)
  return gravest.sort(([a], [b]) => a.start - b.start)
}

/** The view sets the ceiling: only words that stand there may reject. What may be cut out of other words goes down. */
function weigh(severity: Severity, { view, context }: Hit, mostOfPatterns: Severity): Severity {
  const most = view === 'pattern' ? mostOfPatterns : 'escalate'
  const ceiling = view === 'exact' ? severity : capSeverity(severity, most)
  return context === undefined
    ? ceiling
    : lowerSeverity(ceiling, countMisreadings(context.view, context.stretch))
}

type Shown = Pick<Hit, 'start' | 'end' | 'view'>

function toFinding(
  { id, category }: Rule,
  severity: Severity,
  { field, text }: TextField,
  { start, end, view }: Shown,
): Finding {
  const excerpt = text.slice(start, end)
  return { rule: id, category, severity, field, excerpt, start, end, view, foundBy: 'policy' }
}
