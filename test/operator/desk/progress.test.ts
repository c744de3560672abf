import { Writable } from 'node:stream'
import { expect, test } from '@jest/globals'
import { createProgress } from '../../../operator/desk/progress.ts'

function watch(screen: { isTTY?: boolean; columns?: number }) {
  let text = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk
      done()
    },
  })
  return { progress: createProgress(Object.assign(stream, screen)), shown: () => text }
}

test('in a file every line stays', () => {
  const { progress, shown } = watch({})
  progress.passing('checking ...')
  progress.lasting('done')
  progress.clear()
  expect(shown()).toBe('checking ...\ndone\n')
})

test('on a terminal a passing line is replaced, cut to the width, and taken away', () => {
  const { progress, shown } = watch({ isTTY: true, columns: 10 })
  progress.passing('checking the first')
  progress.lasting('done')
  progress.passing('more')
  progress.clear()
  progress.clear()
  expect(shown()).toBe('checking \r\u001b[2Kdone\nmore\r\u001b[2K')
})
