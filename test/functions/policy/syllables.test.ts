import { expect, test } from '@jest/globals'
import { pinyin } from 'pinyin-pro'
import {
  otherSoundsOf,
  readSyllable,
  soundOf,
  spell,
  splitSyllables,
} from '../../../functions/policy/syllables.ts'

/** GB/T 2312 through its encoding: rows 16 to 87. */
function listCharacters(): string[] {
  const decoder = new TextDecoder('gb18030')
  const rows = Array.from({ length: 0xf8 - 0xb0 }, (_, row) => 0xb0 + row)
  const columns = Array.from({ length: 94 }, (_, column) => 0xa1 + column)
  const all = rows.flatMap(row => columns.map(column => decoder.decode(Uint8Array.of(row, column))))
  return all.filter(character => /^\p{Script=Han}$/u.test(character))
}

test('every character of GB/T 2312 sounds as pinyin-pro says', () => {
  const characters = listCharacters()
  expect(characters).toHaveLength(6763)
  const wrong = characters.filter(character => {
    const reading = pinyin(character, { toneType: 'none', v: true }).replace('ü', 'v')
    return spell(soundOf(character) ?? '') !== reading
  })
  expect(wrong).toEqual([])
})

test('characters with two readings have the other one too', () => {
  expect([soundOf('行') ?? '', ...otherSoundsOf('行')].map(spell)).toEqual(['xing', 'hang'])
  expect(otherSoundsOf('微')).toEqual([])
  expect(soundOf('a')).toBeUndefined()
})

test.each([
  ['jiaweixin', 'jia wei xin'],
  ['daikaifapiao', 'dai kai fa piao'],
  ['xian', 'xian'],
  ['fangan', 'fan gan'],
  ['a', 'a'],
  ['', ''],
])('%s is split into %s', (letters, syllables) => {
  const lengths = splitSyllables(letters) ?? []
  const ends = lengths.map((_, index) => lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0))
  const parts = ends.map((end, index) => letters.slice(end - (lengths[index] ?? 0), end))
  expect(parts.join(' ')).toBe(syllables)
})

test.each(['hello', 'dkfp', 'x', 'jia'.repeat(20)])('%s is no pinyin', letters => {
  expect(splitSyllables(letters)).toBeUndefined()
})

test('a syllable is one unit that no text has', () => {
  expect(readSyllable('wei')).toMatch(/^[\ue000-\uf8ff]$/)
  expect(readSyllable('vei')).toBeUndefined()
})
