import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod'

export type Synthesized = {
  readonly template: unknown
  /** Directory of the cloud assembly: the template, and the code of the functions. */
  readonly assembly: string
  remove(): Promise<void>
}

/** Synthesizes the project's one stack as the CDK's command line does, with the given context on top of cdk.json's. */
export async function synthesize(
  context: Readonly<Record<string, unknown>>,
  { project = join(import.meta.dirname, '..'), signal }: { project?: string; signal?: AbortSignal } = {},
): Promise<Synthesized> {
  const assembly = await mkdtemp(join(tmpdir(), 'assembly-'))
  const remove = () => rm(assembly, { recursive: true, force: true })
  try {
    await runApp(project, assembly, { ...(await readContext(project)), ...context }, signal)
    return { template: await readTemplate(assembly), assembly, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

const configurationSchema = z.object({ context: z.record(z.string(), z.unknown()).default({}) })

async function readContext(project: string): Promise<Record<string, unknown>> {
  return configurationSchema.parse(await readJson(join(project, 'cdk.json'))).context
}

/** These two variables are all that passes between the CDK's command line and an app. */
async function runApp(
  project: string,
  assembly: string,
  context: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<void> {
  const env = { ...process.env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context) }
  await promisify(execFile)(process.execPath, ['infra/app.ts'], {
    cwd: project,
    env,
    maxBuffer: 64 * 1024 * 1024,
    ...(signal ? { signal } : {}),
  })
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.object({ templateFile: z.string() }).optional().catch(undefined),
    }),
  ),
})

async function readTemplate(assembly: string): Promise<unknown> {
  const { artifacts } = manifestSchema.parse(await readJson(join(assembly, 'manifest.json')))
  const stacks = Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack')
  const [file, another] = stacks.map(({ properties }) => properties?.templateFile)
  if (!file || another) throw new Error(`The app made ${stacks.length} stacks, where one is expected`)
  return readJson(join(assembly, file))
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'))
}
