import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from '@jest/globals'
import { answerJson, type ServedRequest, serve } from '../serve.ts'

const caches = mkdtempSync(join(tmpdir(), 'audit-'))
afterAll(() => rmSync(caches, { recursive: true }))

/** `.ci/audit` before a registry at this address, with a cache of its own: npm remembers advisories by their ids. */
async function audit(registry: string) {
  const cache = mkdtempSync(join(caches, 'npm-'))
  const env = { ...process.env, npm_config_registry: registry, npm_config_cache: cache }
  const child = spawn(join(import.meta.dirname, '../../.ci/audit'), { env })
  const [[code], output] = await Promise.all([once(child, 'close'), text(child.stdout)])
  return { code, output }
}

const isQuestion = ({ path }: ServedRequest) => path === '/-/npm/v1/security/advisories/bulk'

function advise(severity: string) {
  const advisory = { id: 1, url: 'https://advisories.example/1', title: 'Too kind', cwe: [] }
  return {
    zod: [{ ...advisory, severity, vulnerable_versions: '*', cvss: { score: 8, vectorString: null } }],
  }
}

/** A registry that knows these advisories, and no package. */
const serveAdvisories = (advisories: object) =>
  serve((request, response) =>
    isQuestion(request) ? answerJson(response, 200, advisories) : answerJson(response, 404, {}),
  )

test('a weakness of high severity fails, and is named', async () => {
  await using registry = await serveAdvisories(advise('high'))
  expect(await audit(registry.url)).toEqual({
    code: 1,
    output: expect.stringMatching(/zod[\s\S]*Too kind - https:\/\/advisories\.example\/1/),
  })
})

test.each([
  ['no advisory', {}],
  ['a mild one', advise('moderate')],
])('%s fails nothing', async (_what, advisories) => {
  await using registry = await serveAdvisories(advisories)
  expect(await audit(registry.url)).toEqual({
    code: 0,
    output: 'audited: what is deployed has no known weakness of high severity\n',
  })
  expect(registry.requests.some(isQuestion)).toBe(true)
})

const notAudited = { code: 0, output: 'not audited: the registry does not answer with advisories\n' }

test.each([404, 405, 503])('a registry that answers with %d is told, and fails nothing', async status => {
  await using registry = await serve((_request, response) => answerJson(response, status, {}))
  expect(await audit(registry.url)).toEqual(notAudited)
})

test('a registry that is out of reach is told, and fails nothing', async () => {
  const registry = await serve((_request, response) => response.destroy())
  await registry[Symbol.asyncDispose]()
  expect(await audit(registry.url)).toEqual(notAudited)
})
