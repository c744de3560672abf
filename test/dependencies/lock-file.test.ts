import { expect, test } from '@jest/globals'
import * as z from 'zod'
import { readJson, readLockFile } from './lock-file.ts'

const packages = readLockFile()

test('every package is held to a hash: its own, or that of the package it came in', () => {
  expect(packages.length).toBeGreaterThan(200)
  const loose = packages.filter(({ integrity = '', inBundle }) => !inBundle && !/^sha512-/.test(integrity))
  expect(loose.map(({ path }) => path)).toEqual([])
})

test('only packages that package.json speaks of have scripts that run when they are installed', () => {
  const { allowScripts } = z
    .object({ allowScripts: z.record(z.string(), z.boolean()) })
    .parse(readJson('package.json'))
  const scripted = packages.filter(({ hasInstallScript }) => hasInstallScript)
  expect(scripted.map(({ name }) => name).toSorted()).toEqual(Object.keys(allowScripts).toSorted())
})

test('nothing that is deployed runs a script when it is installed', () => {
  expect(packages.filter(({ dev, hasInstallScript }) => !dev && hasInstallScript)).toEqual([])
})
