import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '../..')
const scratch = await mkdtemp(join(tmpdir(), 'policy-'))
afterAll(() => rm(scratch, { recursive: true }))

type Run = { code: number; output: string; errors: string }

function run(args: string[], input = ''): Promise<Run> {
  return new Promise(resolve => {
    const command = ['operator/policy.ts', ...args]
    const options = { cwd: root, env: { ...process.env, NO_COLOR: '1' } }
    const child = execFile(process.execPath, command, options, (error, output, errors) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output, errors }),
    )
    child.stdin?.end(input)
  })
}

async function copyPolicy(name: string): Promise<string> {
  const folder = join(scratch, name)
  await cp(join(root, 'policy'), folder, { recursive: true })
  return folder
}

test('the default policy holds against its own examples', async () => {
  expect(await run(['check'])).toMatchObject({
    code: 0,
    output: expect.stringContaining('all as they should be'),
  })
})

test('an example that a rule does not bear out is named', async () => {
  const folder = await copyPolicy('broken')
  const path = join(folder, 'policy.yaml')
  const yaml = await readFile(path, 'utf8')
  await writeFile(path, yaml.replace(/( {6}hit: \[)/, '$1一句好话, '))
  const { code, output } = await run(['check', '--policy', folder])
  expect([code, output]).toEqual([1, expect.stringContaining('example "一句好话" is not found')])
})

test('a text is shown with what was found in it, by which view, and the verdict', async () => {
  const { code, output } = await run(['try', '大家好，代-开-发-票'])
  expect(code).toBe(0)
  expect(output).toContain('exact view: 代-开-发-票')
  expect(output).toContain('大家好，【代-开-发-票】')
  expect(output).toContain('verdict   reject')
})

test('what would steer the terminal, or is not seen, is shown as its code', async () => {
  const { output } = await run(['try', '\u001b[2J代\u200b开\u200b发\u200b票'])
  expect(output).toContain('view: 代\\u{200b}开\\u{200b}发\\u{200b}票\n')
  expect(output).toContain('\\u{1b}[2J【代\\u{200b}开\\u{200b}发\\u{200b}票】')
})

test('a profile as Coze answers it is read with all its fields', async () => {
  const file = join(scratch, 'bot.json')
  await writeFile(file, JSON.stringify({ code: 0, data: { prompt_info: { prompt: '推荐代开发票' } } }))
  expect((await run(['try', file])).output).toContain('prompt, exact view: 代开发票')
})

test('listings come in by the line and verdicts go out by the line', async () => {
  const listings = [
    { name: '天气助手', description: '查询天气' },
    { name: '开票', suggested_questions: ['哪里代开发票？'] },
  ]
  const { code, output } = await run(
    ['try', '--jsonl'],
    listings.map(listing => JSON.stringify(listing)).join('\n'),
  )
  const lines = output
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(code).toBe(0)
  expect(lines[0]).toEqual({ verdict: 'approve', findings: [] })
  expect(lines[1]).toMatchObject({
    verdict: 'reject',
    findings: [{ category: 'X.3', field: 'suggested_questions', excerpt: '代开发票', view: 'exact' }],
  })
})

test('each verdict is printed before the next listing is read', async () => {
  const child = spawn(process.execPath, ['operator/policy.ts', 'try', '--jsonl'], { cwd: root })
  const exited = once(child, 'exit')
  child.stdin.write('{"name":"天气助手"}\n')
  const [first] = await once(child.stdout.setEncoding('utf8'), 'data')
  expect(JSON.parse(first)).toEqual({ verdict: 'approve', findings: [] })
  child.stdin.end('no listing\n')
  expect(await exited).toEqual([1, null])
})

test('a line that is no listing is named by its number', async () => {
  const { code, errors } = await run(['try', '--jsonl'], '{"name":"天气助手"}\nno listing\n')
  expect([code, errors]).toEqual([1, expect.stringContaining('line 2')])
})

test('a plain word list becomes a rule, and the comments of the policy stay', async () => {
  const folder = await copyPolicy('imported')
  const words = join(scratch, 'words.txt')
  await writeFile(words, '某某违禁词\n另一个词语\n')
  const args = [
    'import',
    words,
    '--id',
    'own-words',
    '--category',
    'X.3',
    '--severity',
    'reject',
    '--policy',
    folder,
  ]
  expect(await run(args)).toMatchObject({ code: 0 })
  expect((await run(['try', '某某违禁词', '--policy', folder])).output).toContain('own-words')
  expect(await readFile(join(folder, 'policy.yaml'), 'utf8')).toContain('# ')
})

test.each([
  ['an unknown category', ['--id', 'own', '--category', 'X.9'], 'category: X.9 is not a category'],
  [
    'an unknown severity',
    ['--id', 'own', '--category', 'X.3', '--severity', 'ban'],
    'severity: Invalid option',
  ],
  ['no id', ['--category', 'X.3'], 'id is missing: see --help'],
])('an import with %s changes nothing and says so', async (_what, args, problem) => {
  const folder = await copyPolicy(`refused-${args.length}`)
  const words = join(scratch, 'some.txt')
  await writeFile(words, '某某违禁词\n')
  const before = await readFile(join(folder, 'policy.yaml'), 'utf8')
  const { code, errors } = await run(['import', words, ...args, '--policy', folder])
  expect([code, errors]).toEqual([2, expect.stringContaining(problem)])
  expect(await readFile(join(folder, 'policy.yaml'), 'utf8')).toBe(before)
})

test('a rule of the same name is refused', async () => {
  const folder = await copyPolicy('twice')
  const words = join(scratch, 'twice.txt')
  await writeFile(words, '某某违禁词\n')
  const args = ['import', words, '--id', 'own', '--category', 'X.3', '--policy', folder]
  expect(await run(args)).toMatchObject({ code: 0 })
  expect(await run(args)).toMatchObject({ code: 1, errors: expect.stringContaining('choose another id') })
})

test('without a command all of them are listed, which is not what was asked for', async () => {
  const { code, output } = await run([])
  expect([code, output]).toEqual([2, expect.stringContaining('npm run policy -- <command>')])
  expect(await run(['--help'])).toMatchObject({ code: 0, output })
})

test.each([
  ['check', 'npm run policy -- check [options]', 'npm run policy -- check'],
  ['try', 'npm run policy -- try [text] [options]', 'npm run policy -- try --jsonl < listings.jsonl'],
  [
    'import',
    'npm run policy -- import <file> [options]',
    'npm run policy -- import words.txt --id own --category X.3',
  ],
  [
    'learn',
    'npm run policy -- learn <file>... [options]',
    'npm run policy -- learn judged/*.jsonl --alarms 0.02',
  ],
])('%s has a help of its own, with examples', async (name, form, example) => {
  const { code, output } = await run([name, '--help'])
  expect([code, output.split('\n')]).toEqual([0, expect.arrayContaining([form, `  ${example}`])])
  expect(output.includes('--language')).toBe(name === 'try')
})

test('a verdict is one document for a program', async () => {
  const { code, output } = await run(['try', '推荐代开发票', '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(output)).toMatchObject({ ok: true, decision: 'reject', findings: [{ category: 'X.3' }] })
})

test('a list in another encoding is refused before anything is written', async () => {
  const folder = await copyPolicy('gbk')
  const list = join(scratch, 'gbk.txt')
  await writeFile(list, Buffer.from('bcd3d1d5c9ab0a', 'hex'))
  const before = await readFile(join(folder, 'policy.yaml'), 'utf8')
  const { code, errors } = await run(['import', list, '--id', 'own', '--category', 'X.3', '--policy', folder])
  expect([code, errors]).toEqual([1, expect.stringContaining('cannot be read as UTF-8 text')])
  expect(await readFile(join(folder, 'policy.yaml'), 'utf8')).toBe(before)
  expect((await run(['check', '--policy', folder])).code).toBe(0)
})

test('what thousands of listings taught is not replaced by a handful', async () => {
  const folder = await copyPolicy('few')
  const few = join(scratch, 'few.jsonl')
  await writeFile(few, '{"expect":"benign","name":"菜谱"}\n')
  const before = await readFile(join(folder, 'phrases.tsv'), 'utf8')
  const { code, errors } = await run(['learn', few, '--policy', folder])
  expect([code, errors]).toEqual([1, expect.stringContaining('too few to learn from')])
  expect(await readFile(join(folder, 'phrases.tsv'), 'utf8')).toBe(before)
})

test.each([
  [['try', '{"foo":"代开发票"}'], 1, 'no text of a bot'],
  [['check', '--policy', '/nowhere'], 1, 'policy.yaml cannot be read as UTF-8 text'],
  [['try', '好', '--language', 'fr'], 2, 'language: Invalid option'],
  [['try'], 2, 'try what? Give a text, a file, or --jsonl'],
  [['learn'], 2, 'learn from what?'],
  [['learn', 'judged.jsonl', '--alarms', '1'], 2, 'alarms: a share such as 0.015'],
  [['judge'], 2, 'there is no command judge: npm run policy -- --help lists them'],
])('%j ends with %i: %s', async (args, code, problem) => {
  expect(await run(args)).toEqual({ code, output: '', errors: expect.stringContaining(problem) })
})
