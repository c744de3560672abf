import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test } from '@jest/globals'
import { confirm } from '../../../operator/desk/confirm.ts'

function sitDown({ isTTY = true } = {}) {
  const keyboard = Object.assign(new PassThrough(), { isTTY })
  const errors = Object.assign(new PassThrough(), { isTTY })
  const stop = new AbortController()
  const terminal = { input: keyboard, errors, signal: stop.signal }
  const asking = (agreed = false) => confirm('This is changed. Go on?', terminal, agreed)
  return { keyboard, stop, asking, shown: () => String(errors.read() ?? '') }
}

test.each(['y', 'Y', 'yes', ' yes '])('%j agrees', async answer => {
  const { keyboard, asking, shown } = sitDown()
  keyboard.write(`${answer}\n`)
  await asking()
  expect(shown()).toBe('This is changed. Go on? [y/N] ')
})

test.each(['', 'n', 'no', 'yesterday', '是'])('%j does not agree', async answer => {
  const { keyboard, asking } = sitDown()
  keyboard.write(`${answer}\n`)
  await expect(asking()).rejects.toThrow('nothing was changed')
})

test('whoever has agreed beforehand is not asked', async () => {
  const { asking, shown } = sitDown()
  await asking(true)
  expect(shown()).toBe('')
})

test('the end of the input is a no', async () => {
  const { keyboard, asking } = sitDown()
  keyboard.end()
  await expect(asking()).rejects.toThrow('nothing was changed')
})

test('where the input was read to its end nobody can be asked', async () => {
  const { keyboard, asking } = sitDown()
  keyboard.end().resume()
  await once(keyboard, 'end')
  await expect(asking()).rejects.toMatchObject({ name: 'WrongUse' })
})

test('Control-C is an interruption', async () => {
  const { stop, asking } = sitDown()
  const asked = asking()
  stop.abort()
  await expect(asked).rejects.toMatchObject({ name: 'Interruption' })
})

test('where no person sits, the question is told and what to say instead', async () => {
  await expect(sitDown({ isTTY: false }).asking()).rejects.toMatchObject({
    name: 'WrongUse',
    message: 'This is changed. Go on? Nobody can be asked here, so nothing was changed: say --yes',
  })
})
