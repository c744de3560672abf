import { expect, test } from '@jest/globals'
import { findMarkUp } from '../../../functions/policy/mark-up.ts'

test('tags, comments, entities and targets of links are found where they stand', () => {
  expect(findMarkUp('a<b>b</b><!-- c -->&#x8d4c;&NBSP;[d](https://e.invalid)')).toEqual([
    { start: 1, end: 4, text: '' },
    { start: 5, end: 9, text: '' },
    { start: 9, end: 19, text: '' },
    { start: 19, end: 27, text: '赌' },
    { start: 27, end: 33, text: ' ' },
    { start: 35, end: 55, text: '' },
  ])
})

test.each(['a < b > c', '<casino>', '<b加微信>', '[a](b)', 'R&D;', 'AT&T', '&#xffffffff;'])(
  '%s is text',
  text => {
    expect(findMarkUp(text)).toEqual([])
  },
)

test('no text takes long', () => {
  for (const part of ['<b ', '&#', '](https://', '<!--', '<b<', '&a']) {
    const start = performance.now()
    findMarkUp(part.repeat(20_000))
    expect(performance.now() - start).toBeLessThan(500)
  }
})
