import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

const manifestSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
})

/** Directory of each asset of a CDK cloud assembly, by its key in the bucket where a deployment would put it. */
export async function readAssets(assembly: string): Promise<Record<string, string>> {
  const assets: Record<string, string> = {}
  for await (const file of glob('*.assets.json', { cwd: assembly })) {
    const { files } = manifestSchema.parse(JSON.parse(await readFile(join(assembly, file), 'utf8')))
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        assets[objectKey] = join(assembly, source.path ?? '')
      }
    }
  }
  return assets
}
