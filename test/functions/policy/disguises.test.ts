import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import * as z from 'zod'
import { createMatcher } from '../../../functions/policy/match.ts'
import { policyOf } from './policy-of.ts'

/** Words of their own, so that the ways of reading are tested and not the policy. */
const words = [
  '加我好友',
  '代写论文',
  '低价机票',
  '高仿名表',
  '内部彩金',
  '线下交易',
  '稳赚项目',
  '扫码进群',
  '办理贷款',
  '出售账号',
  '真金充值',
  '手工兼职',
  'buy now cheap',
  'secret bonus code',
  'join our club',
  'hidden casino',
  'free spins today',
  'fake diploma shop',
  'cheap pills here',
  'order without checks',
  'private photo album',
  'quick loan offer',
]
const match = createMatcher(policyOf({ words }))

/** The text with how it is read and what follows from it. */
function read(text: string): string[] {
  const findings = match([{ field: 'description', text: `大家好。${text}，欢迎体验` }])
  return [text, ...findings.map(({ view, severity }) => `${view} ${severity}`)]
}

/** A row per disguise: its name, how it is read, and the seeds written in it. */
const disguises = readFileSync(join(import.meta.dirname, 'disguises.tsv'), 'utf8')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'))
  .map(line => {
    const [name = '', view = '', ...texts] = line.split('\t')
    return { name, view, texts: texts.map(readEscapes) }
  })

function readEscapes(text: string): string {
  return z.string().parse(JSON.parse(`"${text.replaceAll('"', String.raw`\"`)}"`))
}

test.each(disguises)('$name is seen through, in the $view view', ({ view, texts }) => {
  // What is only read so asks a person; what stands there is as good as open.
  const severity = view === 'exact' ? 'reject' : 'escalate'
  expect(texts.map(read)).toEqual(texts.map(text => [text, `${view} ${severity}`]))
  expect(texts.length).toBeGreaterThanOrEqual(10)
})

test('every disguise has a row of its own', () => {
  expect(new Set(disguises.map(({ name }) => name)).size).toBe(disguises.length)
  expect(disguises.length).toBeGreaterThanOrEqual(32)
})
