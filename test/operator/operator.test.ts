import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from '@jest/globals'
import { serve } from '../serve.ts'

const root = join(import.meta.dirname, '../..')

/** `npm run operator` without npm. */
function start(args: readonly string[], port = '0') {
  const env = { ...process.env, NO_COLOR: '1', PORT: port }
  return spawn(process.execPath, ['operator/operator.ts', ...args], { cwd: root, env })
}

async function end(child: ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream }) {
  const [[code], output, errors] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { code, output, errors }
}

test('the process ends with the exit code, and prints the result alone on standard output', async () => {
  expect(await end(start(['sing', '--json']))).toEqual({
    code: 2,
    output: expect.stringMatching(/^\{\n {2}"ok": false,\n.*\n\}\n$/),
    errors: 'there is no command sing: npm run operator -- --help lists them\n',
  })
})

test('Control-C ends a command that waits, with 130', async () => {
  const asked = Promise.withResolvers<void>()
  await using silent = await serve(() => asked.resolve())
  const child = start(['doctor', '--local'], new URL(silent.url).port)
  await asked.promise
  const interruptedAt = performance.now()
  child.kill('SIGINT')
  const { code, errors } = await end(child)
  expect([code, errors]).toEqual([130, 'interrupted; changed before: nothing\n'])
  expect(performance.now() - interruptedAt).toBeLessThan(2_000)
})

test('whoever stops reading is no error', async () => {
  const child = start(['--help'])
  child.stdout.destroy()
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
})
