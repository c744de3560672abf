import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { serve } from '../serve.ts'
import { operate } from './sit-down.ts'

test('without a command all of them are listed, which is not what was asked for', async () => {
  const { code, output } = await operate([])
  expect([code, output]).toEqual([2, expect.stringContaining('npm run operator -- <command>')])
})

test.each([[['--help']], [['-h']], [['reviews', '--help']]])('%j lists all commands', async args => {
  const { code, output } = await operate(args)
  expect([code, output]).toEqual([0, expect.stringMatching(/^ {2}send +signs a sample callback/m)])
})

test('the help of a command has its options and examples', async () => {
  const { code, output } = await operate(['send', '--help'])
  expect(code).toBe(0)
  expect(output).toMatch(/^npm run operator -- send <event> \[options\]$/m)
  expect(output).toMatch(/^ {2}--token-file FILE +the verify token/m)
  expect(output).toMatch(/^ {2}npm run operator -- send url_verification$/m)
})

test.each([
  ['an unknown command', ['sing'], 'there is no command sing'],
  ['an unknown option', ['send', 'x', '--loud'], "Unknown option '--loud'"],
  ['an option without its value', ['send', 'x', '--bot'], 'argument missing'],
  ['a word too many', ['send', 'x', 'y'], 'send does not take "y"'],
  ['a missing word', ['send'], 'event is missing'],
  [
    'two channels at once',
    ['send', 'x', '--local', '--stack', 'a'],
    '--local is the channel on this machine',
  ],
])('%s is wrong use, and said so on standard error', async (_what, args, problem) => {
  const { code, output, errors } = await operate(args)
  expect([code, output, errors]).toEqual([2, '', expect.stringContaining(problem)])
})

test('with --json a failure is a document as well', async () => {
  const { code, output } = await operate(['sing', '--json'])
  expect(code).toBe(2)
  expect(JSON.parse(output)).toEqual({ ok: false, error: expect.stringContaining('no command sing') })
})

test('where no local channel runs, how to start one is said', async () => {
  // Of discard, which nobody serves.
  const port = '9'
  const { code, errors } = await operate(['send', 'x', '--local'], { port })
  expect([code, errors]).toEqual([
    1,
    expect.stringContaining(`127.0.0.1:${port}: start the channel with npm start`),
  ])
})

test('what is no local channel is told from one', async () => {
  await using other = await serve((_request, response) => response.end('{}'))
  const { code, errors } = await operate(['send', 'x', '--local'], { port: new URL(other.url).port })
  expect([code, errors]).toEqual([1, expect.stringContaining('no local channel')])
})

test('Control-C waits for the change that is under way, and names it', async () => {
  const stop = new AbortController()
  await using slow = await serve((_request, response) => {
    stop.abort()
    sleep(200).then(() => response.end())
  })
  const { code, output, errors } = await operate(['send', 'x', '--url', slow.url, '--token-file', '-'], {
    input: 'secret',
    signal: stop.signal,
  })
  expect([code, output]).toEqual([130, ''])
  expect(errors).toContain(`interrupted; changed before: sending x to ${slow.url}`)
})

test('after Control-C nothing is begun', async () => {
  await using address = await serve((_request, response) => response.end())
  const signal = AbortSignal.abort()
  const args = ['send', 'x', '--url', address.url, '--token-file', '-']
  const { code, errors } = await operate(args, { input: 'secret', signal })
  expect([code, errors]).toEqual([130, expect.stringContaining('changed before: nothing')])
  expect(address.requests).toEqual([])
})
