import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { exceptions, isAllowed } from './licences.ts'
import { listLicences } from './list-licences.ts'
import { readInstalled, readLockFile, root } from './lock-file.ts'

const packages = readLockFile()
const others = packages.filter(({ license }) => !isAllowed(license))

test('every package has a licence that asks for no more than to be named, or a reason says why not; a reason that is no longer needed goes', () => {
  const found = new Set(others.map(({ name, license }) => `${name} ${license}`))
  expect([...found].toSorted()).toEqual(exceptions.map(({ name, licence }) => `${name} ${licence}`))
})

test('what is deployed needs no exception', () => {
  expect(others.filter(({ dev }) => !dev)).toEqual([])
})

test('a package that is installed has the licence that the lock file says', () => {
  const installed = packages.flatMap(locked => {
    const { version, license } = readInstalled(locked) ?? {}
    // Where another version lies, npm ci has not been run since: it will be.
    return version === locked.version ? [{ name: locked.name, locked: locked.license, license }] : []
  })
  expect(installed.length).toBeGreaterThan(200)
  expect(installed.filter(({ locked, license }) => locked !== license)).toEqual([])
})

test('docs/licences.md lists what is deployed: npm run licences writes it anew', () => {
  expect(readFileSync(join(root, 'docs/licences.md'), 'utf8')).toBe(listLicences(packages))
})

test.each(['MIT', '(MIT OR CC0-1.0)', 'GPL-3.0-only OR ISC', 'MIT AND Apache-2.0'])(
  '%j is allowed',
  licence => {
    expect(isAllowed(licence)).toBe(true)
  },
)

test.each([
  'GPL-3.0-or-later',
  'MIT AND GPL-3.0-only',
  'MIT AND (GPL-3.0-only OR MIT OR ISC)',
  '(MIT OR ISC) AND (GPL-3.0-only OR SSPL-1.0)',
  'SEE LICENSE IN LICENSE',
  'UNLICENSED',
  'none',
  '',
])('%j is not allowed', licence => {
  expect(isAllowed(licence)).toBe(false)
})
