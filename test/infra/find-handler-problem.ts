import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

type Loadable = {
  readonly handler: string
  readonly directory: string
  readonly environment: Readonly<Record<string, string>>
}

/** What Lambda gives, as far as a function needs it to load. */
const givenByLambda = { AWS_REGION: 'local-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }

/**
 * Loads the code that would be deployed, in a process of its own, and says what is wrong with its handler. Node 24 on
 * Lambda takes no callbacks, and a handler that is not async can end before its work does.
 */
export async function findHandlerProblem(given: Loadable): Promise<string | undefined> {
  const [file = '', name = ''] = given.handler.split('.')
  const path = ['.mjs', '.js'].map(ending => join(given.directory, file + ending)).find(existsSync)
  if (path === undefined) return `there is no ${file}`
  const script = `
    const module = await import(${JSON.stringify(pathToFileURL(path).href)})
    const handler = module[${JSON.stringify(name)}] ?? module.default?.[${JSON.stringify(name)}]
    const kind = Object.prototype.toString.call(handler)
    process.stdout.write(kind + ' ' + handler?.length, () => process.exit())`
  const env = { ...given.environment, ...givenByLambda, LAMBDA_TASK_ROOT: given.directory }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env,
  })
  const [, kind, parameters] = /\[object (\w+)\] (\S+)$/.exec(stdout) ?? []
  if (kind !== 'AsyncFunction') return `${given.handler} is no async function, but ${kind}`
  return Number(parameters) > 2 ? `${given.handler} waits for a callback` : undefined
}
