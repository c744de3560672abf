import type { View } from './exact-view.ts'
import { isLatin, type LooseView, type Reading, textAt } from './reading.ts'
import { joinedParts, mostParts } from './split-characters.ts'

/** Characters written in their parts (拆字), put together again: 力口微信 is 加微信. */
export const splitView: LooseView = {
  read,
  write: ({ text }) => (isLatin(text) || text.length < 2 ? [] : [text]),
  name: ({ view, stretch, word }) => (textAt(view, stretch) === word.text ? undefined : 'split'),
}

const firstParts = new Set([...joinedParts.keys()].map(parts => parts.charAt(0)))

function read({ text }: View): Reading {
  const begins: number[] = []
  const ends: number[] = []
  let joined = ''
  for (let begin = 0; begin < text.length; begin = ends.at(-1) ?? text.length) {
    const length = firstParts.has(text.charAt(begin)) ? countParts(text, begin) : 1
    joined += length === 1 ? text.charAt(begin) : (joinedParts.get(text.slice(begin, begin + length)) ?? '')
    begins.push(begin)
    ends.push(begin + length)
  }
  return { text: joined, begins, ends }
}

/** Of several characters that the parts could make, the one with the most. */
function countParts(text: string, begin: number): number {
  for (let length = Math.min(mostParts, text.length - begin); length > 1; length--)
    if (joinedParts.has(text.slice(begin, begin + length))) return length
  return 1
}
