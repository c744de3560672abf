import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..')
const read = (document: string) => readFileSync(join(root, document), 'utf8')
const documents = globSync(['*.md', 'docs/*.md', 'test/evaluation/*.md'], { cwd: root })

/** What a document links, from where it stands, as paths from the root. */
function listLinks(document: string): string[] {
  const links = [...read(document).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)]
  return links.map(([, link = '']) => join(dirname(document), link))
}

/** What a document names in the way of code: paths from the root, as long as they are one and not a pattern for many. */
function listNames(document: string): string[] {
  const folders = 'bench|docs|functions|infra|local|operator|policy|test|\\.ci|\\.github'
  const names = [...read(document).matchAll(new RegExp(`\`((?:${folders})/[\\w./-]*)\``, 'g'))]
  return names.map(([, name = '']) => name)
}

test.each(documents)('%s names only what is there', document => {
  const paths = [...listLinks(document), ...listNames(document)]
  expect(paths.filter(path => !existsSync(join(root, path)))).toEqual([])
})

test('every threat has something that stops it, and a test that proves it', () => {
  const [head = '', , ...threats] = read('docs/security.md')
    .split('\n')
    .filter(line => line.startsWith('|'))
  expect(head).toBe('| who, and what for | what stops them | proved by |')
  expect(threats.length).toBeGreaterThan(10)
  for (const threat of threats)
    expect(threat).toMatch(
      /^\| [^|]+ \| [^|]{20,} \| (\[[^\]]+\]\(\.\.\/test\/[\w/-]+\.test\.ts\)(, )?)+ \|$/,
    )
})
