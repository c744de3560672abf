import { type LooseView, readEach, textAt } from './reading.ts'

/** Styles of the same digit, and the letters that are written with it. NFKC has seen to ① ⑵ ㈤ before. */
const styles = '0〇零o 1一壹弌幺il 2二贰弐两z 3三叁叄弎e 4四肆亖a@ 5五伍s$ 6六陆 7七柒t 8八捌b 9九玖g'

const digitOf = new Map<string, string>()
for (const style of styles.split(' ')) for (const character of style) digitOf.set(character, style.charAt(0))

const toDigits = (unit: string) => digitOf.get(unit) ?? unit
const isFigure = (unit: string) => /[^a-z]/.test(unit) && digitOf.has(unit)

/** Shorter words are found in prices and part numbers. */
const shortest = { latin: 4, chinese: 3 }

/** Digits in all styles, and letters written as digits (leet): 六合彩 and 6合彩, casino and c4s1n0. */
export const digitView: LooseView = {
  read: view => readEach(view, toDigits),
  write({ text }) {
    const least = /^[a-z0-9]+$/.test(text) ? shortest.latin : shortest.chinese
    return text.length >= least && /[^0-9]/.test(text) ? [text.split('').map(toDigits).join('')] : []
  },
  name({ view, stretch, word }) {
    const written = textAt(view, stretch)
    if (written === word.text || !isWholeRun(view.text, view.gaps, stretch.begin, stretch.end))
      return undefined
    const pairs = written.split('').map((unit, at) => [unit, word.text.charAt(at)] as const)
    const changed = pairs.filter(([unit, meant]) => unit !== meant)
    // Something must have been kept, or every long number would be some word.
    if (changed.length === written.length) return undefined
    return changed.every(([unit]) => isFigure(unit) || /[il]/.test(unit)) ? 'digits' : undefined
  },
}

/** Letters with digits in them have no end between a letter and a digit. */
function isWholeRun(text: string, gaps: readonly number[], begin: number, end: number): boolean {
  return [begin, end].every(at => gaps[at] !== 0 || !/^[a-z0-9@$]{2}$/.test(text.slice(at - 1, at + 1)))
}
