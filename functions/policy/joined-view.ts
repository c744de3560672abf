import { longestWord } from './dictionary.ts'
import type { View } from './exact-view.ts'
import { gaps } from './fold.ts'

/** The end of one field and the beginning of the next as one text; `seam` is the unit that the second begins with. */
type JoinedView = { readonly view: View; readonly seam: number }

/** As much of both as a word can reach: a word may be cut in two by the border between the fields. */
export function joinViews(first: View, second: View): JoinedView {
  const head = cut(first, Math.max(0, first.text.length - longestWord), first.text.length)
  const tail = cut(second, 0, longestWord)
  const view = {
    text: head.text + tail.text,
    // Places of the second field lie behind all of the first, so that what crosses the seam ends with the first.
    starts: [...head.starts, ...tail.starts],
    ends: [...head.ends, ...tail.ends],
    repeats: [...head.repeats, ...tail.repeats],
    gaps: [...head.gaps, gaps.space, ...tail.gaps.slice(1)],
  }
  return { view, seam: head.text.length }
}

function cut({ text, starts, ends, repeats, gaps: before }: View, begin: number, end: number): View {
  return {
    text: text.slice(begin, end),
    starts: starts.slice(begin, end),
    ends: ends.slice(begin, end),
    repeats: repeats.slice(begin, end),
    gaps: before.slice(begin, end),
  }
}
