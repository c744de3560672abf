import { expect, test } from '@jest/globals'
import { compilePattern } from '../../../functions/policy/pattern.ts'

test('a pattern finds where it matches', () => {
  expect(compilePattern('加.{0,3}微信').find('请加我的微信，加微信')).toEqual([
    { begin: 1, end: 6 },
    { begin: 7, end: 10 },
  ])
})

test.each([
  ['(?:a', 'missing closing )'],
  ['(a)\\1', 'invalid escape sequence'],
  ['a(?=b)', 'invalid or unsupported Perl syntax'],
  ['a*', 'matches the empty text'],
  ['Casino', 'has "C" where the text has "c"'],
  ['[^，]加', 'has "，" where the text has ","'],
  ['賭场', 'has "賭" where the text has "赌"'],
  ['(?:[a-z]{1,30}){1,30}[0-9]{1,900}a{900}', 'is too large'],
])('%s is refused: %s', (source, problem) => {
  expect(() => compilePattern(source)).toThrow(problem)
})

test('classes may have capital letters', () => {
  expect(compilePattern('\\S+\\pP[\\p{Han}]').find('ab!赌')).toHaveLength(1)
})

test('anchors look at the whole text', () => {
  const { find } = compilePattern('^(?:测试|test)$')
  expect(find('测试')).toHaveLength(1)
  expect(find('测试报告')).toEqual([])
})

test('a text longer than a piece is searched to its end', () => {
  const text = `${'字'.repeat(45_000)}加微信`
  expect(compilePattern('加微信').find(text)).toEqual([{ begin: 45_000, end: 45_003 }])
})

test('what lies across two pieces is found once', () => {
  const text = `${'字'.repeat(2_400)}加微信${'字'.repeat(100)}`
  expect(compilePattern('加微信').find(text)).toEqual([{ begin: 2_400, end: 2_403 }])
})
