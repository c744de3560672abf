import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cutIntoChunks } from '../../../functions/moderators/chunks.ts'

test('short texts make one chunk, in their order', () => {
  const texts = [
    { field: 'name', text: '旅行助手' },
    { field: 'prompt', text: '你规划行程。' },
  ]
  expect(cutIntoChunks(texts)).toEqual([texts])
})

test('a long text is cut into pieces that overlap by 400 characters', () => {
  const text = Array.from({ length: 2_300 }, (_, index) => `${index}`.padStart(5, '0')).join('')
  const pieces = cutIntoChunks([{ field: 'prompt', text }]).map(([piece]) => piece?.text ?? '')
  expect(pieces.map(({ length }) => length)).toEqual([6_000, 5_900])
  expect(pieces[0]?.slice(5_600)).toBe(pieces[1]?.slice(0, 400))
})

test('a character of two units is not halved', () => {
  const pieces = cutIntoChunks([{ field: 'prompt', text: `a${'😀'.repeat(4_000)}` }]).flat()
  expect(pieces.map(({ text }) => text.isWellFormed())).toEqual([true, true])
})

test('no text at all is one chunk: silence is asked about', () => {
  expect(cutIntoChunks([])).toEqual([[]])
  expect(cutIntoChunks([{ field: 'name', text: '' }])).toEqual([[{ field: 'name', text: '' }]])
})

test('a thousand tiny texts are not one call', () => {
  const texts = Array.from({ length: 1_000 }, () => ({ field: 'plugins', text: 'a' }))
  expect(cutIntoChunks(texts)).toHaveLength(4)
})

test('every 400 characters of a text stand together in some piece', () => {
  const long = fc.string({ minLength: 1, maxLength: 40 }).map(unit => unit.repeat(500))
  fc.assert(
    fc.property(long, fc.nat(), (text, at) => {
      const start = at % text.length
      const words = text.slice(start, start + 400)
      const pieces = cutIntoChunks([{ field: 'prompt', text }]).flat()
      expect(pieces.some(piece => piece.text.includes(words))).toBe(true)
    }),
    { numRuns: 50 },
  )
})
