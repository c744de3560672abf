import type { Hit } from './choose-hits.ts'
import { createDictionary } from './dictionary.ts'
import { findPlace, type View, viewExactly } from './exact-view.ts'
import type { ViewName } from './finding.ts'
import { findStretch, type LooseView, type Reading } from './reading.ts'
import type { Rule } from './rule.ts'
import { cutsLatinWord, isOneLatinWord, type Stretch } from './word-boundary.ts'

/** A word of a rule, or one of its allowed phrases, as it stands in the exact view. */
type Entry = { readonly rule: number; readonly excuses: boolean; readonly word: View }

export type FindWords = (view: View) => Hit[]

export function listEntries(rules: readonly Rule[]): Entry[] {
  return rules.flatMap(({ words, allow }, rule) => [
    ...words.flatMap(viewsOf).map(word => ({ rule, excuses: false, word })),
    ...allow.flatMap(viewsOf).map(word => ({ rule, excuses: true, word })),
  ])
}

/** Doubles are collapsed in a word, unless it is spelled out: b e t t i n g. */
function viewsOf(word: string): View[] {
  const view = viewExactly(word)
  const hasDoubles = view.repeats.some(times => times > 1)
  return hasDoubles ? [view, viewExactly([...word].join(' '))] : [view]
}

/** Finds words as they stand in the exact view. */
export function createExactFinder(entries: readonly Entry[]): FindWords {
  const search = createEntrySearch(entries, ({ text }) => [text])
  return view => {
    const hits: Hit[] = []
    search(view.text, (entry, begin, end) => {
      const stretch = { begin, end }
      if (isMeant(view, stretch, entry.word)) hits.push(toHit(entry, view, stretch, 'exact'))
    })
    return hits
  }
}

/** Finds words in one of the loose views. */
export function createLooseFinder({ read, write, name }: LooseView, entries: readonly Entry[]): FindWords {
  const search = createEntrySearch(entries, write)
  return view => {
    const hits: Hit[] = []
    const reading: Reading = read(view)
    search(reading.text, (entry, begin, end) => {
      const stretch = findStretch(reading, begin, end)
      const viewName = name({ view, stretch, word: entry.word })
      if (viewName !== undefined) hits.push(toHit(entry, view, stretch, viewName))
    })
    return hits
  }
}

function createEntrySearch(entries: readonly Entry[], write: LooseView['write']) {
  const byForm = new Map<string, Entry[]>()
  for (const entry of entries)
    for (const form of write(entry.word)) {
      const owners = byForm.get(form)
      if (owners === undefined) byForm.set(form, [entry])
      else owners.push(entry)
    }
  const search = createDictionary([...byForm.keys()])
  const owners = [...byForm.values()]
  return (text: string, visit: (entry: Entry, begin: number, end: number) => void) =>
    search(text, (word, begin, end) => {
      for (const entry of owners[word] ?? []) visit(entry, begin, end)
    })
}

function toHit({ rule, excuses }: Entry, view: View, stretch: Stretch, name: ViewName): Hit {
  const { start, end } = findPlace(view, stretch.begin, stretch.end)
  // Backwards, the words round a hit are no words.
  const context = name === 'reversed' ? undefined : { view, stretch }
  return { rule, excuses, view: name, start, end, context }
}

/** Whether letters that are those of a word stand there for the word. */
function isMeant(view: View, stretch: Stretch, word: View): boolean {
  return (
    hasRepeats(view, stretch, word) && !cutsLatinWord(view, stretch) && isOneLatinWord(view, stretch, word)
  )
}

/** Repeats were collapsed on both sides, but "as" is not "ass", and of digits not one may be added: 110 is not 1110. */
function hasRepeats(view: View, { begin, end }: Stretch, word: View): boolean {
  for (let at = begin; at < end; at++) {
    const written = view.repeats[at] ?? 1
    const meant = word.repeats[at - begin] ?? 1
    if (written < meant || (written > meant && /[0-9]/.test(view.text.charAt(at)))) return false
  }
  return true
}
