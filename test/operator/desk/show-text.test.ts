import { expect, test } from '@jest/globals'
import { showText } from '../../../operator/desk/show-text.ts'

test.each([
  ['what is written for people', '天气助手 🤖 “查询”', '天气助手 🤖 “查询”'],
  ['an emoji of several', '👩‍🌾', '👩‍🌾'],
  ['an emoji that is chosen among two looks', '❤️ ☀️ 1️⃣', '❤️ ☀️ 1️⃣'],
  ['a flag', '🏴󠁧󠁢󠁥󠁮󠁧󠁿🇨🇳', '🏴󠁧󠁢󠁥󠁮󠁧󠁿🇨🇳'],
  ['what joins no emoji', 'a\u200db', 'a\\u{200d}b'],
  ['what chooses no look', '天\ufe0f气\u{e0141}', '天\\u{fe0f}气\\u{e0141}'],
  ['fillers', '\u3164\u115f\uffa0\u2800\u034f', '\\u{3164}\\u{115f}\\u{ffa0}\\u{2800}\\u{34f}'],
  ['the end of a line', '第一行\r\n第二行', '第一行 ⏎ 第二行'],
  ['what would clear the terminal', '\u001b[2J天气', '\\u{1b}[2J天气'],
  ['what would turn the direction of reading', 'abc\u202ecba', 'abc\\u{202e}cba'],
  ['what nobody sees', '加\u200b微信', '加\\u{200b}微信'],
  ['another end of a line', 'a\u2028b', 'a\\u{2028}b'],
])('%s is shown so that it can be read, and does nothing', (_what, text, shown) => {
  expect(showText(text)).toBe(shown)
})
