import { expect, test } from '@jest/globals'
import { capSeverity, compareSeverity, lowerSeverity } from '../../../functions/policy/severity.ts'

test('a level down is milder, and nothing is milder than a note', () => {
  expect([0, 1, 2, 3].map(levels => lowerSeverity('reject', levels))).toEqual([
    'reject',
    'escalate',
    'note',
    'note',
  ])
  expect(lowerSeverity('escalate', 1)).toBe('note')
})

test('a ceiling lowers and never raises', () => {
  expect(capSeverity('reject', 'escalate')).toBe('escalate')
  expect(capSeverity('note', 'escalate')).toBe('note')
  expect(capSeverity('escalate', 'reject')).toBe('escalate')
})

test('the order is note, escalate, reject', () => {
  expect((['reject', 'note', 'escalate'] as const).toSorted(compareSeverity)).toEqual([
    'note',
    'escalate',
    'reject',
  ])
})
