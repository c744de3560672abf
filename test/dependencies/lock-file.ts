import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

export const root = join(import.meta.dirname, '../..')

/** Old packages name their licence in an object. */
const licenceSchema = z.union([
  z.string(),
  z.object({ type: z.string() }).transform(({ type }) => type),
  z.undefined().transform(() => 'none'),
])
const packageSchema = z.object({
  name: z.string().optional(),
  version: z.string(),
  license: licenceSchema,
  integrity: z.string().optional(),
  dev: z.boolean().default(false),
  /** Came inside the archive of another package, whose hash covers it. */
  inBundle: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
})
const lockFileSchema = z.object({ packages: z.record(z.string(), packageSchema) })
const manifestSchema = z.object({ version: z.string(), license: licenceSchema })

export type LockedPackage = Omit<z.infer<typeof packageSchema>, 'name'> & { name: string; path: string }

/** Every package that `npm ci` may install, for any platform, by the paths of package-lock.json. */
export function readLockFile(): LockedPackage[] {
  const { packages } = lockFileSchema.parse(readJson('package-lock.json'))
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { name, ...rest }]) => ({ ...rest, path, name: name ?? nameOf(path) }))
}

/** What the package says of itself where it is installed; those of other platforms are not. */
export function readInstalled({ path }: LockedPackage) {
  const manifest = `${path}/package.json`
  return existsSync(join(root, manifest)) ? manifestSchema.parse(readJson(manifest)) : undefined
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(root, path), 'utf8'))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}
