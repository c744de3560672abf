import { expect, test } from '@jest/globals'
import { findExcused, findPatterns } from '../../../functions/policy/find-patterns.ts'
import { viewLightly } from '../../../functions/policy/pattern-view.ts'
import type { Rule } from '../../../functions/policy/rule.ts'

const rule: Rule = {
  id: 'contact',
  category: 'X.2',
  severity: 'reject',
  words: [],
  patterns: ['加.{0,3}微信'],
  blank: false,
  allow: [],
  allowPatterns: ['警惕', '骗局'],
  reason: { zh: '请修改。', en: 'Please change it.' },
  examples: { hit: [], miss: [] },
}

function search(text: string): { hits: string[]; excused: string[] } {
  const view = viewLightly(text)
  const hits = findPatterns(view, rule.patterns, 0)
  const cutOut = ({ start, end }: { start: number; end: number }) => text.slice(start, end)
  return { hits: hits.map(cutOut), excused: [...findExcused(view, rule.allowPatterns, hits)].map(cutOut) }
}

test('a pattern sees folded text, and what it matches is told as written', () => {
  expect(search('请加我\u200bＷ微信').hits).toEqual(['加我\u200bＷ微信'])
})

test('what stands in the clause of an excuse is excused', () => {
  expect(search('警惕别人让你加微信').excused).toEqual(['加微信'])
  expect(search('加微信是常见骗局').excused).toEqual(['加微信'])
})

test.each(['警惕骗子，加微信', '加微信。警惕骗局', '骗局！加微信'])(
  'an excuse in another clause: %s',
  text => {
    expect(search(text)).toEqual({ hits: ['加微信'], excused: [] })
  },
)
