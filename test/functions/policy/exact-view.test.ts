import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findPlace, normalizeWord, viewExactly } from '../../../functions/policy/exact-view.ts'

test.each([
  ['full width', 'ＣＡＳＩＮＯ１２３', 'casino123'],
  ['circled letters', 'ⓒⒶⓢⓘⓝⓞ', 'casino'],
  ['boxed letters', '🄲🅐🆂🄸🅝🅾', 'casino'],
  ['regional indicators', '🇨🇦🇸🇮🇳🇴', 'casino'],
  ['circled digits', '①❷⓷➃⓪', '12340'],
  ['mathematical letters', '𝐜𝑎𝒔𝓲𝔫𝕠', 'casino'],
  ['Cyrillic', 'сАѕІпО', 'casino'],
  ['Greek', 'cαsιηο', 'casino'],
  ['small capitals and IPA', 'ᴄɑꜱɪɴᴏ', 'casino'],
  ['Armenian and Cherokee', 'ꮯꭺꮪꭵոօ', 'casino'],
  ['squared words', '㍿', '株式会社'],
  ['circled Chinese', '㊙㊣㈤', '秘正五'],
  ['accents', 'ÉTÉ cafe\u0301', 'etecafe'],
  ['a pile of marks', 'c\u0301\u0302\u0489a\u0336sino', 'casino'],
  ['keycaps', '1\ufe0f\u20e32\ufe0f\u20e3', '12'],
  ['zero-width characters', '加\u200b微\u200d信\u2060', '加微信'],
  ['soft hyphens', 'ca\u00adsi\u00adno', 'casino'],
  ['direction marks', '加\u202e微\u202c信\u200f', '加微信'],
  ['tag characters', '加\u{e0061}微\u{e007f}信', '加微信'],
  ['traditional characters', '賭場開戶', '赌场开户'],
  ['compatibility ideographs', '\uf90a\uf967\u{2f800}', '金不丽'],
  ['Kangxi radicals', '⾦⼤⻢', '金大马'],
  ['spaces and line breaks', 'd r\tu\ng', 'drug'],
  ['punctuation', '代-开。发、票', '代开发票'],
  ['emoji', '代🔥开💰发票', '代开发票'],
  ['strokes and dots that are letters', '代丨开ノ发ー票', '代开发票'],
  ['the same in a circle', '代㋨开', '代开'],
  ['a long comment', '代<!-- 很长的一段注释，用来把词隔开 -->开', '代开'],
  ['a link with a title to an address in Chinese', '[代](http://例子.中国/ "标题")开', '代开'],
  ['tags', '<b>代</b>开<br/>发<!-- x -->票', '代开发票'],
  ['a tag with attributes', '代<span style="color:red">开</span>', '代开'],
  ['an unknown tag is text', '<casino bonus>', 'casinobonus'],
  ['entities', '&#20195;&#x5f00;&nbsp;&lt;票', '代开票'],
  ['an entity that is none', '&nosuch; &#x110000;&#9999999;', ''],
  ['Markdown', '**代**_开_`发`~~票~~', '代开发票'],
  ['a link', '[代](https://example.invalid/x)开', '代开'],
  ['no link, because it is no address', '[代](开)', '代开'],
  ['repeats', '代代开开开发票 casssino', '代开发票casino'],
  ['no repeat across a gap', '赌 赌', '赌赌'],
  ['signs for letters inside a word', 'c@$ino $5 a@', 'c@$ino5a'],
  ['nothing at all', '', ''],
])('%s: %j is read as %j', (_form, original, text) => {
  expect(viewExactly(original).text).toBe(text)
})

test('every unit knows where it was written, how often, and what stood before it', () => {
  expect(viewExactly('加加\u200b微。Ｘ ㍿')).toEqual({
    text: '加微x株式会社',
    starts: [0, 3, 5, 7, 7, 7, 7],
    ends: [2, 4, 6, 8, 8, 8, 8],
    repeats: [2, 1, 1, 1, 1, 1, 1],
    gaps: [2, 0, 3, 2, 0, 0, 0],
  })
})

test('a hit is cut out of the original with what is hidden in it', () => {
  const original = '请加\u200b微\u00ad信\u200b吧'
  const { start, end } = findPlace(viewExactly(original), 1, 4)
  expect(original.slice(start, end)).toBe('加\u200b微\u00ad信')
})

test('a word of the policy is folded like the text', () => {
  expect(normalizeWord(' \u3000ONLINE\u00a0 Casino\n')).toBe('onlinecasino')
})

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(unit => String.fromCharCode(unit)) }),
  fc.string({
    unit: fc.constantFrom('<', 'b', '>', '&', '#', '1', ';', ']', '(', '@', '\u0301', '\ud83d', '㍿', '赌'),
  }),
)

test('any string, lone surrogates included, has places that never go back and stay in range', () => {
  fc.assert(
    fc.property(texts, original => {
      const { text, starts, ends, repeats, gaps } = viewExactly(original)
      for (const [unit, start] of starts.entries()) {
        expect(start).toBeGreaterThanOrEqual(starts[unit - 1] ?? 0)
        expect(ends[unit]).toBeGreaterThan(start)
        expect(ends[unit]).toBeLessThanOrEqual(original.length)
      }
      expect([starts, ends, repeats, gaps].map(list => list.length)).toEqual(Array(4).fill(text.length))
    }),
    { numRuns: 2000 },
  )
})

const lastCharacter = 0x10ffff

test('folding what is folded changes nothing, whatever the character', () => {
  const changed: string[] = []
  for (let code = 0; code <= lastCharacter; code++) {
    const once = normalizeWord(String.fromCodePoint(code))
    if (normalizeWord(once) !== once.replaceAll(/(.)\1+/gs, '$1')) changed.push(code.toString(16))
  }
  expect(changed).toEqual([])
})
