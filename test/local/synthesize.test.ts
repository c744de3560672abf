import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { synthesize } from '../../local/synthesize.ts'

let project: string
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'project-'))
})
afterEach(() => rm(project, { recursive: true }))

/** An app that writes as its template the context that it was given. */
async function writeApp(stacks: number, code = '') {
  await mkdir(join(project, 'infra'))
  await writeFile(join(project, 'cdk.json'), '{ "app": "node infra/app.ts", "context": { "a": 1, "b": 2 } }')
  await writeFile(
    join(project, 'infra', 'app.ts'),
    `const { writeFileSync } = require('node:fs')
     const { CDK_OUTDIR, CDK_CONTEXT_JSON } = process.env
     const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'Review.template.json' } }
     const artifacts = { Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } } }
     for (let number = 1; number <= ${stacks}; number += 1) artifacts['Review' + number] = stack
     writeFileSync(CDK_OUTDIR + '/manifest.json', JSON.stringify({ artifacts }))
     writeFileSync(CDK_OUTDIR + '/Review.template.json', CDK_CONTEXT_JSON)
     ${code}`,
  )
}

test("the given context comes on top of cdk.json's, and the template back", async () => {
  await writeApp(1)
  const { template, assembly, remove } = await synthesize({ b: '渠道' }, { project })
  expect(template).toEqual({ a: 1, b: '渠道' })
  expect(await readdir(assembly)).toContain('manifest.json')
  await remove()
  expect(existsSync(assembly)).toBe(false)
})

test('an app that fails says why', async () => {
  await writeApp(1, 'console.error("retentionDays must be a number"); process.exit(1)')
  await expect(synthesize({}, { project })).rejects.toThrow('retentionDays must be a number')
})

test.each([0, 2])('an app of %d stacks is refused', async stacks => {
  await writeApp(stacks)
  await expect(synthesize({}, { project })).rejects.toThrow(`${stacks} stacks`)
})
