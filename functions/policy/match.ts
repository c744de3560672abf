import { chooseHits, type Hit } from './choose-hits.ts'
import { type View, viewExactly } from './exact-view.ts'
import { findJoined } from './find-joined.ts'
import { type PatternSearch, searchPatterns } from './find-patterns.ts'
import { createExactFinder, createLooseFinder, listEntries } from './find-words.ts'
import type { Finding } from './finding.ts'
import type { Policy } from './policy.ts'
import type { Rule } from './rule.ts'
import { capSeverity, lowerSeverity, type Severity } from './severity.ts'
import { looseViews } from './views.ts'
import { createPassageWeigher } from './weigh-passages.ts'
import { countMisreadings } from './word-boundary.ts'

export type { Finding }

/** One piece of a submission; `field` is the name that the `fields` of a rule may list. */
export type TextField = { field: string; text: string }

/** Findings come in the order of the fields, then of the policy's rules, then of the text; last those across fields and of whole passages. */
export function createMatcher({
  rules,
  patterns: mostOfPatterns,
  phrases,
  phraseWeights,
}: Policy): (fields: readonly TextField[]) => Finding[] {
  const entries = listEntries(rules)
  const findExactly = createExactFinder(entries)
  const weighPassages = createPassageWeigher(phraseWeights, phrases)
  const finders = [findExactly, ...looseViews.map(view => createLooseFinder(view, entries))]

  return fields => {
    const read = fields.map(({ field, text }) => ({ field, text, view: viewExactly(text) }))
    const across = findJoined(read, findExactly)
    return [
      ...read.flatMap(judgeAlone),
      ...across.flatMap(piece => judge(piece, piece.hits)),
      ...weighPassages(read),
    ]
  }

  function judgeAlone(piece: Piece): Finding[] {
    const hits = finders.flatMap(find => find(piece.view))
    return judge(piece, hits, searchPatterns(piece.text))
  }

  function judge({ field, text, view }: Piece, hits: readonly Hit[], patterns?: PatternSearch): Finding[] {
    const byRule = Map.groupBy(hits, ({ rule }) => rule)
    return rules.flatMap((rule, position) => {
      if (!(rule.fields?.some(name => name === field) ?? true)) return []
      if (rule.blank && view.text === '') return [toFinding(rule, rule.severity, field, text, nothing)]
      const found = [...(byRule.get(position) ?? []), ...(patterns?.findHits(rule, position) ?? [])]
      if (found.every(({ excuses }) => excuses)) return []
      const chosen = chooseHits([...found, ...(patterns?.findExcuses(rule, position, found) ?? [])])
      return weighAll(rule, chosen, mostOfPatterns).map(([hit, severity]) =>
        toFinding(rule, severity, field, text, hit),
      )
    })
  }
}

/** Where there is nothing to show. */
const nothing = { start: 0, end: 0, view: 'exact' } as const

/** A field as it was read. */
export type Piece = TextField & { view: View }

/** Of one rule in one field: more of the same changes nothing, and each costs a look at the words round it. */
const mostFindings = 20

/** What bears its full severity goes before what may be a misreading, or a row of these would hide it. */
function weighAll(rule: Rule, hits: readonly Hit[], mostOfPatterns: Severity): [Hit, Severity][] {
  const full: [Hit, Severity][] = []
  const lowered: [Hit, Severity][] = []
  for (const hit of hits) {
    const severity = weigh(rule.severity, hit, mostOfPatterns)
    ;(severity === rule.severity ? full : lowered).push([hit, severity])
    if (full.length === mostFindings) break
  }
  return [...full, ...lowered].slice(0, mostFindings).sort(([a], [b]) => a.start - b.start)
}

/** The view sets the ceiling: only words that stand there may reject. What may be cut out of other words goes down. */
function weigh(severity: Severity, { view, context }: Hit, mostOfPatterns: Severity): Severity {
  const most = view === 'pattern' ? mostOfPatterns : 'escalate'
  const ceiling = view === 'exact' ? severity : capSeverity(severity, most)
  return context === undefined
    ? ceiling
    : lowerSeverity(ceiling, countMisreadings(context.view, context.stretch))
}

function toFinding(
  rule: Rule,
  severity: Severity,
  field: string,
  text: string,
  hit: Pick<Hit, 'start' | 'end' | 'view'>,
): Finding {
  const { start, end, view } = hit
  const excerpt = text.slice(start, end)
  return {
    rule: rule.id,
    category: rule.category,
    severity,
    field,
    excerpt,
    start,
    end,
    view,
    foundBy: 'policy',
  }
}
