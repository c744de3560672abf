import { chineseAddresses, chineseOrders, chineseWhispers } from './chinese-orders.ts'
import { englishAddresses, englishOrders, englishWhispers } from './english-orders.ts'
import { doubt } from './finding.ts'
import { imitations } from './imitations.ts'
import type { ModelFinding, TextField } from './moderator.ts'
import { keepLetters, type OrderView, type Place, reverse, viewHidden, viewPlainly } from './order-views.ts'

/**
 * What a text says only to whom reviews it. An agent may well be a reviewer itself, and a good prompt names the tricks
 * it will not fall for: so a pattern asks for an order together with its effect on this listing, or for an address.
 * Whoever words it otherwise still has to persuade the model.
 */
const said = compile([...imitations, ...englishAddresses, ...chineseAddresses])
const ordered = compile([...englishOrders, ...chineseOrders])
const whispered = compile([...englishOrders, ...englishWhispers, ...chineseOrders, ...chineseWhispers])

/** Finds what speaks to the reviewer, in each text and across their borders, however it is disguised. */
export function findOrders(texts: readonly TextField[]): ModelFinding[] {
  const joined = texts.map(({ text }) => text).join('\n')
  return findPlaces(joined).map(place => showInField(place, texts))
}

export function hasOrder(text: string): boolean {
  return findPlaces(text).length > 0
}

/** A text that repeats its order a thousand times says it once. */
const mostPlaces = 10

function findPlaces(text: string): Place[] {
  const plain = viewPlainly(text)
  const letters = keepLetters(plain)
  const hidden = [reverse(letters), ...viewHidden(text).map(keepLetters)]
  const places = [
    ...search(plain, said),
    ...search(letters, ordered),
    ...hidden.flatMap(view => search(view, whispered)),
  ]
  return dropRepeats(places).slice(0, mostPlaces)
}

function search({ text, places }: OrderView, patterns: readonly RegExp[]): Place[] {
  return patterns.flatMap(pattern =>
    Array.from(text.matchAll(pattern), ({ 0: match, index }) => {
      const ends = [places[index], places[index + match.length - 1]].filter(place => place !== undefined)
      // A reversed view ends where the text begins.
      const start = Math.min(...ends.map(end => end.start))
      return { start, end: Math.max(...ends.map(({ end }) => end)) }
    }),
  )
}

/** In the order of the text; what begins inside another place belongs to it. */
function dropRepeats(places: readonly Place[]): Place[] {
  let reached = 0
  return places
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      const isNew = start >= reached
      reached = Math.max(reached, end)
      return isNew
    })
}

/** What begins in one field and ends in the next is shown as far as the first reaches. */
function showInField({ start, end }: Place, texts: readonly TextField[]): ModelFinding {
  let offset = 0
  for (const { field, text } of texts) {
    if (start <= offset + text.length) {
      const place = { start: start - offset, end: Math.min(end - offset, text.length) }
      const excerpt = text.slice(place.start, place.end)
      return { ...doubt('talked-to', 'model-judge', field), ...place, excerpt }
    }
    offset += text.length + 1
  }
  return doubt('talked-to', 'model-judge', texts.at(-1)?.field ?? '')
}

function compile(sources: readonly string[]): RegExp[] {
  return sources.map(source => new RegExp(source, 'gm'))
}
