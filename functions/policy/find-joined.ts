import type { Hit } from './choose-hits.ts'
import type { FindWords } from './find-words.ts'
import { joinViews } from './joined-view.ts'
import type { ReadField } from './read-field.ts'

type JoinedField = ReadField & { readonly hits: readonly Hit[] }

/** What stands across the border of two fields that follow each other, told as the end of the first. */
export function findJoined(fields: readonly ReadField[], find: FindWords): JoinedField[] {
  const written = fields.filter(({ view }) => view.text !== '')
  return written.flatMap((first, index) => {
    const second = written[index + 1]
    if (second === undefined) return []
    const { view, seam } = joinViews(first.view, second.view)
    const hits = find(view)
      .filter(({ context }) => context && context.stretch.begin < seam && seam < context.stretch.end)
      .map((hit): Hit => ({ ...hit, view: 'joined', end: first.text.length }))
    return hits.length === 0 ? [] : [{ ...first, hits }]
  })
}
