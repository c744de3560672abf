import { expect, test } from '@jest/globals'
import { categories, isCategory } from '../../../functions/policy/categories.ts'
import { reasonOfCategory } from '../../../functions/policy/category-reasons.ts'

test('every category has a reason of less than 500 characters in both languages', () => {
  for (const code of Object.keys(categories).filter(isCategory)) {
    expect(reasonOfCategory(code, 'zh')).toContain(categories[code].zh)
    expect(reasonOfCategory(code, 'en')).toContain(categories[code].en)
    for (const language of ['zh', 'en'] as const)
      expect(reasonOfCategory(code, language).length).toBeLessThan(500)
  }
})

test('no category has the general reason', () => {
  expect(reasonOfCategory('none', 'zh')).toBe('内容不符合本渠道的规定，请修改后重新发布。')
})
