import { expect, test } from '@jest/globals'
import { digitView } from '../../../functions/policy/digit-view.ts'
import { viewExactly } from '../../../functions/policy/exact-view.ts'

function name(text: string, word: string) {
  const view = viewExactly(text)
  const [form = ''] = digitView.write(viewExactly(word))
  const begin = digitView.read(view).text.indexOf(form)
  if (form === '' || begin < 0) return 'not found'
  return digitView.name({ view, stretch: { begin, end: begin + form.length }, word: viewExactly(word) })
}

test.each([
  ['6合彩', '六合彩', 'digits'],
  ['陆合彩', '六合彩', 'digits'],
  ['⑥合彩', '六合彩', 'digits'],
  ['c4s1n0', 'casino', 'digits'],
  ['c@$ino', 'casino', 'digits'],
  ['casino', 'casino', undefined],
  ['casln0', 'casino', 'digits'],
  ['xc4sino', 'casino', undefined],
  ['c4sino5', 'casino', undefined],
  ['505', 'sos', 'not found'],
  ['5155', 'isis', 'not found'],
])('%s for %s: %s', (text, word, view) => {
  expect(name(text, word)).toBe(view)
})

test('what keeps nothing of the word is a number', () => {
  expect(name('7357', 'test')).toBeUndefined()
})
