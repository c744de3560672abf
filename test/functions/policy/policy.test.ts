import { expect, test } from '@jest/globals'
import { parsePolicy } from '../../../functions/policy/policy.ts'

const noLists = new Map<string, string>()

const yaml = `
rules:
  - id: gambling-ads
    category: X.3
    severity: reject
    words:
      - 线上赌场
      - Online Casino
    patterns: ['\\b(?:bet|wager) now']
    allow: [远离线上赌场]
    allowPatterns: ['举报.{0,10}']
    fields: [name]
    owner: 安全组
    date: 2025-03-01
    languages: [zh, en]
    examples: { hit: [线上赌场], miss: [远离线上赌场] }
    reason:
      zh: 请删去招揽的文字。
      en: Please remove the invitation.
  - id: contact
    category: X.2
    severity: escalate
    words: [加微信]
    wordList: contact.txt
    reason: { zh: 请删去账号。, en: Please remove the account. }
`
const wordLists = new Map([['contact.txt', '\ufeff# messengers\r\n加qq群\r\n\r\n  add me on wechat \r\n']])

test('a policy is read into its rules, word lists included', () => {
  expect(parsePolicy({ yaml, wordLists }).rules).toEqual([
    {
      id: 'gambling-ads',
      category: 'X.3',
      severity: 'reject',
      words: ['线上赌场', 'Online Casino'],
      patterns: ['\\b(?:bet|wager) now'],
      blank: false,
      allow: ['远离线上赌场'],
      allowPatterns: ['举报.{0,10}'],
      fields: ['name'],
      owner: '安全组',
      date: '2025-03-01',
      languages: ['zh', 'en'],
      examples: { hit: ['线上赌场'], miss: ['远离线上赌场'] },
      reason: { zh: '请删去招揽的文字。', en: 'Please remove the invitation.' },
    },
    {
      id: 'contact',
      category: 'X.2',
      severity: 'escalate',
      words: ['加微信', '加qq群', 'add me on wechat'],
      patterns: [],
      blank: false,
      allow: [],
      allowPatterns: [],
      examples: { hit: [], miss: [] },
      reason: { zh: '请删去账号。', en: 'Please remove the account.' },
    },
  ])
})

test('what the policy does not say about profiles and models is filled in', () => {
  expect(parsePolicy({ yaml, wordLists })).toMatchObject({
    profile: { unavailable: 'note', otherVersion: 'note' },
    models: { alone: 'escalate', mayReject: [] },
  })
})

test('what it says about them holds, line by line', () => {
  const written = `profile: { otherVersion: escalate }\nmodels: { mayReject: [A.1.f] }\n${yaml}`
  expect(parsePolicy({ yaml: written, wordLists })).toMatchObject({
    profile: { unavailable: 'note', otherVersion: 'escalate' },
    models: { alone: 'escalate', mayReject: ['A.1.f'] },
  })
})

test('the version is twelve hexadecimal digits that name the source, here as from sha256sum', () => {
  const rule = '{ id: a, category: X.3, severity: reject, words: [赌场], reason: { zh: 请, en: please } }'
  expect(parsePolicy({ yaml: `rules: [${rule}]`, wordLists: noLists }).version).toBe('8a37a5be3123')
})

test('every change of the source is another version', () => {
  const rule = (list: string) =>
    `{ id: rule-${list}, category: X.3, severity: reject, wordList: ${list}.txt, reason: { zh: 请, en: please } }`
  const both = `rules: [${rule('a')}, ${rule('b')}]`
  const versionOf = (source: string, a: string, b: string) =>
    parsePolicy({
      yaml: source,
      wordLists: new Map([
        ['a.txt', a],
        ['b.txt', b],
      ]),
    }).version

  const version = versionOf(both, 'one\ntwo\n', 'three\n')
  expect(versionOf(both, 'one\ntwo\n', 'three\n')).toBe(version)
  expect(versionOf(`${both}\n# seen`, 'one\ntwo\n', 'three\n')).not.toBe(version)
  expect(versionOf(both, 'one\n', 'two\nthree\n')).not.toBe(version)
})

test('the order in which word lists are read does not matter', () => {
  const lists = [...wordLists, ['unused.txt', 'word'] as const]
  const version = parsePolicy({ yaml, wordLists: new Map(lists) }).version
  expect(parsePolicy({ yaml, wordLists: new Map(lists.reverse()) }).version).toBe(version)
})
