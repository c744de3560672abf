import { expect, test } from '@jest/globals'
import { fieldNames, isField } from '../../../functions/policy/fields.ts'

test('the parts of a submission are fields, and nothing else is', () => {
  expect(fieldNames.every(isField)).toBe(true)
  expect(['title', '', 'Name', undefined, 3].some(isField)).toBe(false)
})
