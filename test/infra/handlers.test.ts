import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { readAssets } from '../../local/aws/assets.ts'
import { describeTemplate } from '../../local/aws/template.ts'
import { synthesize } from '../../local/synthesize.ts'
import { everything } from './create-stack.ts'
import { findHandlerProblem } from './find-handler-problem.ts'

test('every function that is deployed has an async handler', async () => {
  // No guardrail: the local AWS that describes the functions has none.
  const { template, assembly, remove } = await synthesize({ ...everything, moderators: [] })
  const assets = await readAssets(assembly)
  const world = { sqsUrl: 'http://127.0.0.1:1', apiUrl: 'http://127.0.0.1:2', assets }
  const functions = Object.values(describeTemplate(template, world).functions)
  expect(functions).toHaveLength(4)
  for (const given of functions)
    expect([given.name, await findHandlerProblem(given)]).toEqual([given.name, undefined])
  await remove()
})

test.each([
  ['exports.handler = async (event, context) => event', undefined],
  ['exports.handler = (event, context, callback) => callback(null)', 'no async function, but Function'],
  ['exports.handler = event => event', 'no async function, but Function'],
  ['exports.handler = async (event, context, callback) => callback(null)', 'waits for a callback'],
  ['exports.handle = async () => {}', 'no async function, but Undefined'],
])('of the bundle %s is said: %s', async (bundle, problem) => {
  const directory = await mkdtemp(join(tmpdir(), 'bundle-'))
  await writeFile(join(directory, 'index.js'), bundle)
  const found = await findHandlerProblem({ handler: 'index.handler', directory, environment: {} })
  if (problem === undefined) expect(found).toBeUndefined()
  else expect(found).toContain(problem)
  await rm(directory, { recursive: true })
})

test('a handler in a file that did not travel along is missed', async () => {
  const given = { handler: 'main.handler', directory: tmpdir(), environment: {} }
  expect(await findHandlerProblem(given)).toBe('there is no main')
})
