import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** What only this benchmark needs, and nobody who runs the project's tests should have to build. */
const manifest = {
  private: true,
  dependencies: {
    'aws-lambda-ric': '4.0.2',
    '@aws-lambda-powertools/logger': '2.36.0',
    '@aws-lambda-powertools/metrics': '2.36.0',
    '@aws-lambda-powertools/tracer': '2.36.0',
  },
  // The runtime interface client builds its native part as it is installed.
  allowScripts: { 'aws-lambda-ric': true },
}

/** What aws-lambda-ric builds with, and the Debian package of each. */
const builders = { cmake: 'cmake', make: 'make', 'g++': 'g++', python3: 'python3', xz: 'xz-utils' }

const tenMinutes = 600_000

/** Gives the node_modules folder; installs into the folder for temporary files, once per machine and Node version. */
export async function installPackages(say: (line: string) => void): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify([manifest, process.versions.modules, process.arch]))
  const folder = join(tmpdir(), `coze-channel-review-bench-${key.digest('hex').slice(0, 12)}`)
  const modules = join(folder, 'node_modules')
  if (existsSync(modules)) return modules
  say('installing aws-lambda-ric and Powertools; building the native part takes a minute or two')
  const unfinished = `${folder}.${process.pid}`
  try {
    await install(unfinished)
    await rename(unfinished, folder)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return modules
}

async function install(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  const npm = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--no-package-lock']
  try {
    await promisify(execFile)('npm', npm, { env: withNodeHeaders(process.env), timeout: tenMinutes })
    if (!existsSync(join(folder, 'node_modules/aws-lambda-ric/rapid-client.node')))
      throw new Error('the native part of aws-lambda-ric was not built')
  } catch (error) {
    throw new Error(explain(error), { cause: error })
  }
}

/** Node's headers are fetched from the internet unless they are said to be here. Any version does: the part uses Node-API. */
function withNodeHeaders(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const prefixes = [join(dirname(process.execPath), '..'), '/usr/local', '/usr']
  const prefix = prefixes.find(path => existsSync(join(path, 'include/node/node_api.h')))
  if (prefix === undefined || env.npm_config_nodedir !== undefined) return env
  return { ...env, npm_config_nodedir: prefix }
}

function explain(error: unknown): string {
  const missing = Object.entries(builders).filter(([command]) => !isInstalled(command))
  const debianPackages = missing.map(([, name]) => name)
  return [
    'aws-lambda-ric, the runtime interface client of Lambda, cannot be installed; without it no cold start is measured.',
    'It is built on Linux only, with cmake, make, g++, python3, xz and the headers of Node, and npm has to reach its registry.',
    ...(missing.length === 0 ? [] : [`Missing here: apt-get install ${debianPackages.join(' ')}`]),
    ...lastLines(error).map(line => `  ${line}`),
  ].join('\n')
}

/** Of what npm said; of the error itself where npm could not be run. */
function lastLines(error: unknown): string[] {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
  return (said || String(error)).split('\n').slice(-15)
}

function isInstalled(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, command)))
}
