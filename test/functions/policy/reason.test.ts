import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { joinReasons } from '../../../functions/policy/reason.ts'

test('reasons are joined as the language writes them', () => {
  expect(joinReasons(['请删去账号。', '请删去票据。'], 'zh')).toBe('请删去账号。请删去票据。')
  expect(joinReasons(['Remove the account.', 'Remove the offer.'], 'en')).toBe(
    'Remove the account. Remove the offer.',
  )
})

test('the same reason is given once', () => {
  expect(joinReasons(['请删去账号。', '请删去账号。'], 'zh')).toBe('请删去账号。')
})

test('reasons that are too long together end with a whole sentence', () => {
  const first = `${'甲'.repeat(299)}。`
  expect(joinReasons([first, `乙。${'丙'.repeat(300)}。`], 'zh')).toBe(`${first}乙。`)
})

test('exactly 500 characters fit, one more does not', () => {
  expect(joinReasons([`${'甲'.repeat(499)}。`], 'zh')).toHaveLength(500)
  expect(joinReasons([`${'a'.repeat(400)}.`, `${'B'.repeat(98)}.`], 'en')).toBe(`${'a'.repeat(400)}.`)
})

test.each([
  ['zh', '内容不符合本渠道的规定，请修改后重新发布。'],
  ['en', 'The content is not accepted on this channel. Please change it and publish again.'],
] as const)('without a reason that fits the general one is given (%s)', (language, reason) => {
  expect(joinReasons([], language)).toBe(reason)
  expect(joinReasons(['字'.repeat(501)], language)).toBe(reason)
})

test('whatever the rules say, there is a reason of at most 500 characters', () => {
  const reason = fc.string({ unit: fc.constantFrom('甲', 'a', '。', '. ', '!', ' ', '\n'), maxLength: 600 })
  fc.assert(
    fc.property(fc.array(reason), fc.constantFrom('zh', 'en'), (reasons, language) => {
      const { length } = joinReasons(reasons, language)
      expect(length >= 1 && length <= 500).toBe(true)
    }),
  )
})
