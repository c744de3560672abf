import { expect, test } from '@jest/globals'
import { viewExactly } from '../../../functions/policy/exact-view.ts'
import { soundView } from '../../../functions/policy/sound-view.ts'
import { spell } from '../../../functions/policy/syllables.ts'

const sound = (text: string) => text.split('').map(spell).join(' ')
const write = (word: string) => soundView.write(viewExactly(word)).map(sound)

test.each([
  ['加微信', 'jia wei xin'],
  ['jia微xin吧', 'jia wei xin ba'],
  ['JiaWeiXin', 'jia wei xin'],
  ['加vx', 'jia v x'],
  ['安徽', 'an wei'],
  ['hello 你', 'h e l o ni'],
])('%s sounds like %s', (text, sounds) => {
  expect(sound(soundView.read(viewExactly(text)).text)).toBe(sounds)
})

test('a word is looked for in its readings, as typed in one go, and by its initials', () => {
  expect(write('银行账户')).toEqual(['yin xing zhang hu', 'yin hang zhang hu', 'y x z h'])
  expect(write('西安')).toEqual(['xi an', 'xian'])
})

test('initials with a vowel, with doubles, or of short words are not looked for', () => {
  expect(write('安全卡号')).not.toContain('a q k h')
  expect(write('低价机票')).not.toContain('d j j p')
  expect(write('加微信')).toEqual(['jia wei xin'])
})

test('Latin words have no sound', () => {
  expect(write('casino')).toEqual([])
})

function name(text: string, word: string) {
  const view = viewExactly(text)
  return soundView.name({ view, stretch: { begin: 0, end: view.text.length }, word: viewExactly(word) })
}

test.each([
  ['加微信', '加微信', undefined],
  ['jiaweixin', '加微信', 'pinyin'],
  ['加wei信', '加微信', 'pinyin'],
  ['bing毒', '冰毒', 'pinyin'],
  ['bingdu', '冰毒', undefined],
  ['加薇信', '加微信', 'homophone'],
  ['佳葳芯', '加微信', undefined],
  ['戴凯发飘', '代开发票', 'homophone'],
  ['病毒', '冰毒', undefined],
])('%s for %s is %s', (text, word, view) => {
  expect(name(text, word)).toBe(view)
})
