import { createHash } from 'node:crypto'
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Synthesized, synthesize } from '../local/synthesize.ts'

/**
 * The stack with the given context, synthesized once in a run of the tests: it takes seconds, and twenty files start a
 * channel. Whoever comes first makes it, the others wait.
 */
export async function synthesizeOnce(context: Readonly<Record<string, unknown>>): Promise<Synthesized> {
  const name = createHash('sha256').update(JSON.stringify(context)).digest('hex')
  const place = join(process.env.TEST_RUN_DIRECTORY ?? '', name)
  const [assembly, result] = [join(place, 'assembly'), join(place, 'result.json')]
  const isFirst = await mkdir(place).then(
    () => true,
    () => false,
  )
  if (isFirst) await writeFile(`${result}.new`, JSON.stringify(await settle(context, assembly)))
  if (isFirst) await rename(`${result}.new`, result)
  // A file has no event that another process could await on every system.
  while (!(await exists(result))) await sleep(50)
  const { template, error } = JSON.parse(await readFile(result, 'utf8'))
  if (error !== undefined) throw new Error(error)
  // The run removes it.
  return { template, assembly, remove: async () => {} }
}

async function settle(context: Readonly<Record<string, unknown>>, assembly: string) {
  try {
    const made = await synthesize(context)
    await rename(made.assembly, assembly)
    return { template: made.template }
  } catch (error) {
    return { error: String(error) }
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
