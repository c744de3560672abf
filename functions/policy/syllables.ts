import { syllableTable } from './syllable-table.ts'

/**
 * A syllable is one unit of the private use area: text never has one there after folding, and a character and what
 * is typed for it then have the same length.
 */
const firstUnit = 0xe000

const usual = new Map<string, string>()
const syllables = new Map<string, string>()
for (const line of syllableTable.trim().split('\n')) {
  const [reading = '', characters = ''] = line.split(' ')
  // A syllable of one letter cannot be told from the letter: it is written as that.
  const unit = reading.length === 1 ? reading : String.fromCharCode(firstUnit + syllables.size)
  syllables.set(reading, unit)
  for (const character of characters) usual.set(character, unit)
}

// ü loses its dots like every letter, and some keyboards write it u here.
for (const [typed, reading] of [
  ['lue', 'lve'],
  ['nue', 'nve'],
] as const)
  syllables.set(typed, syllables.get(reading) ?? typed)

/** Characters with other readings that words of a policy are likely to be typed with. */
const others =
  '行hang 重chong 乐yue 长zhang 会kuai 都du 还hai 得dei 率lv 率shuai 单shan 车ju 薄bo 薄bao 色shai 参shen 朝zhao 传zhuan 弹dan 弹tan 调diao 给ji 角jue 卡qia 量liang 落la 模mu 提di 系ji 血xue 血xie 约yao 着zhe 着zhao 藏zang 查zha 便pian 女nv 女nu 绿lv 绿lu 旅lu 律lu 吕lu 虑lu'.split(
    ' ',
  )

/** How a character sounds, tones left out; undefined for what is not a common Chinese character. */
export function soundOf(character: string): string | undefined {
  return usual.get(character)
}

const otherSounds = Map.groupBy(
  others.map(entry => ({ character: entry.charAt(0), sound: syllables.get(entry.slice(1)) ?? '' })),
  ({ character }) => character,
)

/** The other readings of a character with several. */
export function otherSoundsOf(character: string): readonly string[] {
  const found = otherSounds.get(character) ?? []
  return found.map(({ sound }) => sound).filter(sound => sound !== soundOf(character))
}

/** One syllable as typed, or undefined. */
export function readSyllable(letters: string): string | undefined {
  return syllables.get(letters)
}

/** The letters of a syllable. */
export function spell(unit: string): string {
  return spellings.get(unit) ?? unit
}
// Backwards, so that the reading goes before what else is typed for it.
const spellings = new Map([...syllables].reverse().map(([letters, unit]) => [unit, letters] as const))

const longestSyllable = 6
/** A run of letters longer than this is no phrase in pinyin. */
const longestRun = 40

/**
 * The lengths of the syllables that a run of letters is made of, or undefined if it is not. Of several ways the one
 * with the fewest syllables: xian is one, though xi'an would be two.
 */
export function splitSyllables(letters: string): readonly number[] | undefined {
  if (letters.length > longestRun) return undefined
  /** For the first n letters: how many syllables at least, and the length of the last of them. */
  const counts = [0]
  const lasts = [0]
  for (let end = 1; end <= letters.length; end++) {
    counts[end] = Number.POSITIVE_INFINITY
    for (let length = Math.min(longestSyllable, end); length > 0; length--) {
      const count = (counts[end - length] ?? 0) + 1
      if (count >= (counts[end] ?? 0) || !syllables.has(letters.slice(end - length, end))) continue
      counts[end] = count
      lasts[end] = length
    }
  }
  return counts[letters.length] === Number.POSITIVE_INFINITY ? undefined : readBackwards(lasts)
}

function readBackwards(lasts: readonly number[]): number[] {
  const lengths: number[] = []
  for (let end = lasts.length - 1; end > 0; end -= lengths[0] ?? end) lengths.unshift(lasts[end] ?? end)
  return lengths
}
