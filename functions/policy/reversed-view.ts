import { isLatin, type LooseView } from './reading.ts'

const shortest = { latin: 5, chinese: 3 }

/** Text written from the end: 信微加. What a direction mark turns round on the screen stands in the text like this too. */
export const reversedView: LooseView = {
  read({ text }) {
    const last = text.length - 1
    const begins = Array.from({ length: text.length }, (_, unit) => last - unit)
    return { text: text.split('').reverse().join(''), begins, ends: begins.map(begin => begin + 1) }
  },
  write: ({ text }) => {
    const isTelling = text.length >= (isLatin(text) ? shortest.latin : shortest.chinese)
    return isTelling && text !== text.split('').reverse().join('') ? [text] : []
  },
  name: () => 'reversed',
}
