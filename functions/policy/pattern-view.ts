import type { Place } from './exact-view.ts'
import { foldLightly, rememberByCharacter } from './fold.ts'
import type { Stretch } from './word-boundary.ts'

/** Text for regular expressions: unit i was written at `starts[i]` to `ends[i]` of the original. */
export type LightView = {
  readonly text: string
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

const fold = rememberByCharacter(foldLightly)

/** NFKC, lower case, simplified, without invisible characters; punctuation and spaces stay. */
export function viewLightly(original: string): LightView {
  const starts: number[] = []
  const ends: number[] = []
  let text = ''
  let start = 0
  for (const character of original) {
    const folded = fold(character)
    for (let unit = 0; unit < folded.length; unit++) {
      starts.push(start)
      ends.push(start + character.length)
    }
    text += folded
    start += character.length
  }
  return { text, starts, ends }
}

export function findPlaceLightly({ starts, ends }: LightView, { begin, end }: Stretch): Place {
  return { start: starts[begin] ?? 0, end: ends[end - 1] ?? 0 }
}

/** The units that were written at a place of the original. */
export function findUnits({ starts }: LightView, { start, end }: Place): Stretch {
  return { begin: countBefore(starts, start), end: countBefore(starts, end) }
}

/** How many of the ascending positions lie before one. */
function countBefore(positions: readonly number[], position: number): number {
  let low = 0
  let high = positions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((positions[middle] ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low
}
