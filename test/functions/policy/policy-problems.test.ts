import { expect, test } from '@jest/globals'
import { parsePolicy } from '../../../functions/policy/policy.ts'

const sound: Record<string, string> = {
  id: 'gambling-ads',
  category: 'X.3',
  severity: 'reject',
  words: '[线上赌场]',
  reason: '{ zh: 请修改。, en: Please change it. }',
}

/** One rule, sound but for the given parts. */
function ruleWith(parts: Record<string, string | undefined>): string {
  const lines = Object.entries({ ...sound, ...parts }).filter(([, value]) => value !== undefined)
  return `rules:\n  - ${lines.map(([key, value]) => `${key}: ${value}`).join('\n    ')}\n`
}

function problemsOf(yaml: string, wordLists: Record<string, string> = {}): string[] {
  try {
    parsePolicy({ yaml, wordLists: new Map(Object.entries(wordLists)) })
    return []
  } catch (error) {
    return error instanceof Error ? error.message.split('\n') : []
  }
}

test('a sound rule has no problems', () => {
  expect(problemsOf(ruleWith({}))).toEqual([])
})

test.each([
  [{ id: undefined }, 'rule 1 has no id'],
  [{ id: '' }, 'rule 1 has no id'],
  [
    { id: 'Gambling Ads' },
    'rule Gambling Ads has the id "Gambling Ads": use small letters, digits and hyphens',
  ],
  [{ id: '7' }, 'rule 1 has the id 7: use small letters, digits and hyphens'],
  [{ category: 'X.9' }, 'rule gambling-ads: category X.9 is not a category'],
  [{ category: 'toString' }, 'rule gambling-ads: category toString is not a category'],
  [{ category: '' }, 'rule gambling-ads: category is empty'],
  [{ category: undefined }, 'rule gambling-ads: category is missing'],
  [{ severity: 'block' }, 'rule gambling-ads: severity "block" is not reject, escalate or note'],
  [{ severity: undefined }, 'rule gambling-ads: severity is missing'],
  [{ reason: '{ en: Please change it. }' }, 'rule gambling-ads: reason.zh is missing'],
  [{ reason: '{ zh: 请修改。, en: }' }, 'rule gambling-ads: reason.en is empty'],
  [{ reason: '{ zh: " ", en: Please change it. }' }, 'rule gambling-ads: reason.zh is empty'],
  [
    { reason: `{ zh: ${'请'.repeat(501)}, en: Please. }` },
    'rule gambling-ads: reason.zh is longer than 500 characters',
  ],
  [{ reason: '请修改。' }, 'rule gambling-ads: reason is not a group of "key: value" lines'],
  [{ reason: '{ zh: 请, en: Please, fr: Merci }' }, 'rule gambling-ads: reason has an unknown key "fr"'],
  [{ sevirity: 'reject' }, 'rule gambling-ads has an unknown key "sevirity"'],
  [{ words: undefined }, 'rule gambling-ads has no words and no patterns'],
  [{ words: '' }, 'rule gambling-ads: words is empty'],
  [{ words: '[]' }, 'rule gambling-ads: words is empty'],
  [{ words: '线上赌场' }, 'rule gambling-ads: words is not a list'],
  [
    { words: '[赌场, A]' },
    'rule gambling-ads: word "A" is a single character, found in too many honest texts: write two or more',
  ],
  [
    { words: '[𪟝]' },
    'rule gambling-ads: word "𪟝" is a single character, found in too many honest texts: write two or more',
  ],
  [{ words: '["\\u200b \\u3000"]' }, 'rule gambling-ads: word "\u200b \u3000" has no letters and no digits'],
  [{ words: '[1024]' }, 'rule gambling-ads: word 1024 is not text: put it in quotes'],
  [{ words: '[ok, { QQ: 1024 }]' }, 'rule gambling-ads: word 2 is not text: put it in quotes'],
  [{ words: '[casino, 赌场, Casino]' }, 'rule gambling-ads: word "Casino" is listed twice'],
  [{ words: '[賭場, 赌场]' }, 'rule gambling-ads: word "赌场" is listed twice'],
  [
    { allow: '[远]' },
    'rule gambling-ads: allow phrase "远" is a single character, found in too many honest texts: write two or more',
  ],
  [{ fields: 'name' }, 'rule gambling-ads: fields is not a list'],
  [{ fields: '[]' }, 'rule gambling-ads: fields is empty'],
  [{ fields: '[name, ""]' }, 'rule gambling-ads: field "" is not a field of a submission'],
  [{ fields: '[title]' }, 'rule gambling-ads: field "title" is not a field of a submission'],
  [
    { words: `[${'ab'.repeat(40)}]` },
    `rule gambling-ads: word "${'ab'.repeat(40)}" has more than 64 letters: a shorter part will do`,
  ],
  [{ allow: '[線上賭場]' }, 'rule gambling-ads: allow phrase "線上賭場" is a word of the rule as well'],
  [{ patterns: '[]' }, 'rule gambling-ads: patterns is empty'],
  [{ patterns: "['a*']" }, 'rule gambling-ads: pattern "a*" matches the empty text'],
  [{ patterns: "['Casino']" }, 'rule gambling-ads: pattern "Casino" has "C" where the text has "c"'],
  [{ patterns: "['(a']" }, 'rule gambling-ads: pattern "(a" error parsing regexp: missing closing ): `(a`'],
  [{ allowPatterns: "['a?']" }, 'rule gambling-ads: allow pattern "a?" matches the empty text'],
  [{ date: '2025-13-01' }, 'rule gambling-ads: date "2025-13-01" is not a day such as 2025-01-31'],
  [{ languages: '[fr]' }, 'rule gambling-ads: language "fr" is not zh or en'],
  [{ owner: '' }, 'rule gambling-ads: owner is empty'],
  [{ examples: '{ hit: [赌场] }' }, 'rule gambling-ads: examples.miss is missing'],
  [{ wordList: 'gone.txt' }, 'rule gambling-ads: wordList "gone.txt" is not in policy/words'],
])('%j: %s', (parts, problem) => {
  expect(problemsOf(ruleWith(parts))).toEqual([problem])
})

test('words of a word list are checked like those of the rule', () => {
  expect(
    problemsOf(ruleWith({ words: undefined, wordList: 'a.txt' }), { 'a.txt': 'casino\nCASINO\nA\n' }),
  ).toEqual([
    'rule gambling-ads: word "A" is a single character, found in too many honest texts: write two or more',
    'rule gambling-ads: word "CASINO" is listed twice',
  ])
})

test('a word list without words is told', () => {
  expect(problemsOf(ruleWith({ words: undefined, wordList: 'a.txt' }), { 'a.txt': '# later\n' })).toEqual([
    'rule gambling-ads: wordList is empty',
  ])
})

test('an id used by several rules is told once', () => {
  const rule = ruleWith({}).replace('rules:\n', '')
  expect(problemsOf(`rules:\n${rule}${rule}${rule}`)).toEqual(['rule gambling-ads: id is used twice'])
})

test.each([
  ['', 'policy is empty'],
  ['# nothing yet', 'policy is empty'],
  ['gambling', 'policy is not a group of "key: value" lines'],
  ['{}', 'policy: rules is missing'],
  ['rules:', 'policy: rules is empty'],
  ['rules: []', 'policy: rules is empty'],
  ['rules: gambling', 'policy: rules is not a list'],
  ['rules: [gambling]', 'rule 1 is not a group of "key: value" lines'],
  [`owner: me\n${ruleWith({})}`, 'policy has an unknown key "owner"'],
  [
    `profile: { unavailable: 3 }\n${ruleWith({})}`,
    'policy: profile.unavailable 3 is not reject, escalate or note',
  ],
  [`models: { alone: approve }\n${ruleWith({})}`, 'policy: models.alone "approve" is not reject or escalate'],
  [`models: { mayReject: [X.9] }\n${ruleWith({})}`, 'policy: models.mayReject.0 "X.9" is not a category'],
  [`models: { trust: 1 }\n${ruleWith({})}`, 'policy: models has an unknown key "trust"'],
])('%j: %s', (yaml, problem) => {
  expect(problemsOf(yaml)).toEqual([problem])
})

test.each([
  ['rules:\n\t- id: a', 'policy.yaml, line 2, column 1: Tabs are not allowed as indentation'],
  ['rules: []\nrules: []', 'policy.yaml, line 2, column 1: Map keys must be unique'],
  ['rules:\n  - id: "a', 'policy.yaml, line 2, column 11: Missing closing "quote'],
])('%j: %s', (yaml, problem) => {
  expect(problemsOf(yaml)).toContain(problem)
})

test('all problems of all rules are told at once', () => {
  const yaml = `
rule: []
rules:
  - id: gambling-ads
    category: X.9
    severity: block
    words: [casino, A, 1024, Casino]
    reason: { en: Please change it. }
  - category: X.3
    severity: reject
    wordList: gone.txt
    reason: { zh: 请修改。, en: Please change it. }
  - id: gambling-ads
    category: no
    reasons: {}
`
  expect(problemsOf(yaml)).toEqual([
    'rule gambling-ads: category X.9 is not a category',
    'rule gambling-ads: severity "block" is not reject, escalate or note',
    'rule gambling-ads: word "A" is a single character, found in too many honest texts: write two or more',
    'rule gambling-ads: word 1024 is not text: put it in quotes',
    'rule gambling-ads: word "Casino" is listed twice',
    'rule gambling-ads: reason.zh is missing',
    'rule 2 has no id',
    'rule 2: wordList "gone.txt" is not in policy/words',
    'rule gambling-ads: category no is not a category',
    'rule gambling-ads: severity is missing',
    'rule gambling-ads: reason is missing',
    'rule gambling-ads has an unknown key "reasons"',
    'rule gambling-ads has no words and no patterns',
    'policy has an unknown key "rule"',
    'rule gambling-ads: id is used twice',
  ])
})
