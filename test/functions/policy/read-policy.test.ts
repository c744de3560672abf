import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readPolicy } from '../../../functions/policy/read-policy.ts'

const yaml = `
rules:
  - id: contact
    category: X.2
    severity: escalate
    wordList: contact.txt
    reason: { zh: 请删去账号。, en: Please remove the account. }
`
let directory = ''

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'policy-'))
  mkdirSync(join(directory, 'words'))
})

afterEach(() => rmSync(directory, { recursive: true }))

function write(file: string, content: string | Uint8Array) {
  writeFileSync(join(directory, file), content)
}

test('a folder is read with its word lists', () => {
  write('policy.yaml', yaml)
  write('words/contact.txt', '加微信\n')
  write('words/notes.md', 'not a word list')
  expect(readPolicy(directory).rules[0]?.words).toEqual(['加微信'])
})

test('a folder without word lists is read too', () => {
  rmSync(join(directory, 'words'), { recursive: true })
  write('policy.yaml', yaml.replace('wordList: contact.txt', 'words: [加微信]'))
  expect(readPolicy(directory).rules[0]?.words).toEqual(['加微信'])
})

test('a word list that is not there is told', () => {
  write('policy.yaml', yaml)
  expect(() => readPolicy(directory)).toThrow('rule contact: wordList "contact.txt" is not in policy/words')
})

test('a file in another encoding is refused by name', () => {
  write('policy.yaml', yaml)
  // 加微信 in GBK.
  write('words/contact.txt', Uint8Array.of(0xbc, 0xd3, 0xce, 0xa2, 0xd0, 0xc5))
  expect(() => readPolicy(directory)).toThrow('contact.txt cannot be read as UTF-8 text')
})

test('a folder without a policy is refused', () => {
  expect(() => readPolicy(directory)).toThrow('policy.yaml cannot be read as UTF-8 text')
})
