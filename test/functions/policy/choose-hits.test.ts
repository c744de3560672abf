import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { chooseHits, type Hit } from '../../../functions/policy/choose-hits.ts'

function hit(start: number, end: number, parts: Partial<Hit> = {}): Hit {
  return { rule: 0, excuses: false, view: 'exact', start, end, ...parts }
}
const phrase = (start: number, end: number, parts: Partial<Hit> = {}) =>
  hit(start, end, { excuses: true, ...parts })

function choose(...found: Hit[]): [number, number][] {
  return chooseHits(found).map(({ start, end }) => [start, end])
}

test('what lies inside an allowed phrase does not count, the same elsewhere does', () => {
  expect(choose(hit(0, 3), phrase(0, 5), hit(6, 9))).toEqual([[6, 9]])
})

test('a phrase that covers only a part excuses nothing', () => {
  expect(choose(hit(1, 4), phrase(0, 3), phrase(2, 6))).toEqual([[1, 4]])
})

test('a long phrase that begins earlier excuses although a short one begins later', () => {
  expect(choose(hit(4, 6), phrase(0, 9), phrase(3, 5))).toEqual([])
})

test('an open phrase excuses in every view, a loose one only in its own', () => {
  expect(choose(hit(0, 3, { view: 'pinyin' }), phrase(0, 3))).toEqual([])
  expect(choose(hit(0, 3, { view: 'pinyin' }), phrase(0, 3, { view: 'pinyin' }))).toEqual([])
  expect(choose(hit(0, 3), phrase(0, 3, { view: 'pinyin' }))).toEqual([[0, 3]])
  expect(choose(hit(0, 3, { view: 'digits' }), phrase(0, 3, { view: 'pinyin' }))).toEqual([[0, 3]])
})

test('of overlapping hits the longest stays, the first of two equals', () => {
  expect(choose(hit(0, 2), hit(1, 4), hit(2, 4))).toEqual([[1, 4]])
  expect(choose(hit(1, 3), hit(0, 2))).toEqual([[0, 2]])
})

test('what is openly there goes before what is longer and only read so', () => {
  expect(choose(hit(1, 3), hit(0, 4, { view: 'split' }))).toEqual([[1, 3]])
})

test('what an excused hit would have covered is free for another', () => {
  expect(choose(hit(0, 2), phrase(0, 2), hit(1, 3))).toEqual([[1, 3]])
})

const place = fc
  .tuple(fc.nat(20), fc.integer({ min: 1, max: 5 }), fc.boolean())
  .map(([start, length, excuses]) => hit(start, start + length, { excuses }))

test('the hits are those of a choice by hand', () => {
  fc.assert(
    fc.property(fc.array(place, { maxLength: 20 }), found => {
      expect(choose(...found)).toEqual(chooseByHand(found))
    }),
    { numRuns: 3000 },
  )
})

/** The definition, at any cost: the longest first, compared with all phrases and all that were taken. */
function chooseByHand(found: Hit[]): [number, number][] {
  const phrases = found.filter(({ excuses }) => excuses)
  const taken: [number, number][] = []
  for (let length = 5; length > 0; length--)
    for (let start = 0; start <= 20; start++) {
      const end = start + length
      if (!found.some(item => !item.excuses && item.start === start && item.end === end)) continue
      if (phrases.some(item => item.start <= start && end <= item.end)) continue
      if (taken.some(([from, to]) => start < to && from < end)) continue
      taken.push([start, end])
    }
  return taken.sort(([a], [b]) => a - b)
}
