import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findPlace, normalizeWord, viewExactly } from '../../../functions/policy/normalize.ts'

test.each([
  ['full width', 'ＣＡＳＩＮＯ１２３', 'casino123'],
  ['half-width kana', 'ｶｼﾞﾉ', 'カジノ'],
  ['circled letters', 'ⓒⒶⓢⓘⓝⓞ', 'casino'],
  ['squared letters', '🄲🄰🅂🄸🄽🄾', 'casino'],
  ['circled digits', '①②⑳', '1220'],
  ['mathematical letters', '𝐜𝑎𝒔𝓲𝔫𝕠', 'casino'],
  ['superscript and subscript', 'x²y₃', 'x2y3'],
  ['ligatures', 'oﬃce', 'office'],
  ['squared words', '㍿', '株式会社'],
  ['circled Chinese', '㊙㊣', '秘正'],
  ['upper case', 'CaSiNo', 'casino'],
  ['accented upper case', 'ÉTÉ', 'été'],
  ['zero-width space', '加\u200b微\u200b信', '加微信'],
  ['zero-width joiners', '加\u200c微\u200d信', '加微信'],
  ['word joiner and byte order mark', '加\u2060微\ufeff信', '加微信'],
  ['soft hyphen', 'ca\u00adsi\u00adno', 'casino'],
  ['variation selectors', '加\ufe0f微\ufe00信\u{e0100}', '加微信'],
  ['direction marks', '加\u202e微\u202c信\u200f', '加微信'],
  ['tag characters', '加\u{e0061}微\u{e007f}信', '加微信'],
  ['Hangul filler', '加\u3164微\uffa0信', '加微信'],
  ['traditional characters', '賭場開戶', '赌场开户'],
  ['compatibility ideographs', '\uf90a\uf967\u{2f800}', '金不丽'],
  ['Kangxi radicals', '⾦⼤', '金大'],
  ['combining marks', 'cafe\u0301', 'café'],
  ['a mark behind an invisible character', 'cafe\u200d\u0301', 'café'],
  ['two marks in the wrong order', 'a\u0301\u0323', 'ạ\u0301'],
  ['half-width voiced mark', 'か\uff9e', 'が'],
  ['Hangul jamo', '\u1112\u1161\u11ab', '한'],
  ['line breaks and tabs', 'a \t\r\n b', 'a b'],
  ['ideographic and no-break spaces', 'a\u3000\u00a0b', 'a b'],
  ['white space with something invisible in it', 'a \u200b b', 'a b'],
  ['full-width punctuation', '你好，世界！', '你好,世界!'],
  ['nothing to fold', '你好。world, 123', '你好。world, 123'],
  ['nothing at all', '', ''],
])('%s: %j is read as %j', (_form, original, text) => {
  expect(viewExactly(original).text).toBe(text)
})

test('every unit of the view knows where it was written', () => {
  expect(viewExactly('加\u200b微　 Ｘe\u0301㍿')).toEqual({
    text: '加微 xé株式会社',
    offsets: [
      { start: 0, end: 1 },
      { start: 2, end: 3 },
      { start: 3, end: 5 },
      { start: 5, end: 6 },
      { start: 6, end: 8 },
      { start: 8, end: 9 },
      { start: 8, end: 9 },
      { start: 8, end: 9 },
      { start: 8, end: 9 },
    ],
  })
})

test('a character beyond the basic plane has two units, both written in one place', () => {
  expect(viewExactly('a😀')).toEqual({
    text: 'a😀',
    offsets: [
      { start: 0, end: 1 },
      { start: 1, end: 3 },
      { start: 1, end: 3 },
    ],
  })
})

test('a hit is cut out of the original with what is hidden in it, not with what is hidden behind it', () => {
  const original = '请加\u200b微\u00ad信\u200b\u200b吧'
  const view = viewExactly(original)
  const { start, end } = findPlace(view, 1, 4)
  expect(original.slice(start, end)).toBe('加\u200b微\u00ad信')
})

test('a word of the policy is folded like the text, without the spaces round it', () => {
  expect(normalizeWord(' \u3000ONLINE\u00a0 Casino\n')).toBe('online casino')
})

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(unit => String.fromCharCode(unit)) }),
  fc.string({
    unit: fc.constantFrom(' ', '\n', '\u200b', '\ufeff', '\u0301', '\ufe0f', '\ud83d', '\ude00', 'e', '㍿'),
  }),
)

test('any string, lone surrogates included, has offsets that never go back and stay in range', () => {
  fc.assert(
    fc.property(texts, original => {
      const { text, offsets } = viewExactly(original)
      const astray = offsets.filter((place, unit) => {
        const before = offsets[unit - 1] ?? { start: 0, end: 0 }
        const forward = place.start >= before.start && place.end >= before.end
        return !(forward && place.start < place.end && place.end <= original.length)
      })
      expect(astray).toEqual([])
      expect(offsets).toHaveLength(text.length)
    }),
    { numRuns: 2000 },
  )
})

test('folding piece by piece gives what folding the whole text gives', () => {
  const pieces = [
    'e',
    'Ａ',
    '가',
    'ㅎ',
    'ㅏ',
    '\u1112',
    '\u1161',
    '\u11ab',
    'か',
    'ｶ',
    '\uff9e',
    '\u0301',
    '\u0323',
    '้',
    'ำ',
    '國',
    '😀',
  ]
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...pieces), maxLength: 30 }), original => {
      const whole = original.normalize('NFKC').toLowerCase().replaceAll('國', '国')
      expect(viewExactly(original).text).toBe(whole)
    }),
    { numRuns: 2000 },
  )
})
