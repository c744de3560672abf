import { copyFile, cp, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { readAssets } from '../../local/aws/assets.ts'
import { describeTemplate } from '../../local/aws/template.ts'
import { synthesize } from '../../local/synthesize.ts'

/** A function as Lambda would unpack it. */
export type BenchFunction = {
  readonly name: FunctionName
  readonly directory: string
  readonly handler: string
  readonly variables: Readonly<Record<string, string>>
  /** Of the minified code. */
  readonly bytes: number
}

/** What is compared: the door as it is deployed, with the clients of the AWS SDK in it, and built the usual way. */
export const functionNames = ['empty', 'callback', 'withSdk', 'usualWay'] as const
export type FunctionName = (typeof functionNames)[number]

type Surroundings = {
  /** The node_modules folder of what was installed for the bench alone. */
  readonly modules: string
  readonly awsUrl: string
  readonly authorityFile: string
  /** Is written to. */
  readonly folder: string
}
type Parts = Pick<BenchFunction, 'name' | 'directory' | 'handler' | 'variables'>

const project = join(import.meta.dirname, '../..')

/** All of them are given the same environment. */
export async function buildFunctions(surroundings: Surroundings): Promise<readonly BenchFunction[]> {
  const callback = await unpackCallback(surroundings)
  const { variables } = callback
  const { folder, modules } = surroundings
  const at = (name: string) => join(folder, name)
  const parts: readonly Parts[] = [
    callback,
    { name: 'empty', directory: await writeEmpty(at('empty')), handler: 'index.handler', variables },
    { name: 'withSdk', directory: await buildWithSdk(at('with-sdk')), handler: 'main.handler', variables },
    {
      name: 'usualWay',
      directory: await buildUsualWay(at('usual-way'), modules),
      handler: 'index.handler',
      variables,
    },
  ]
  return Promise.all(parts.map(weigh))
}

/** The door from Coze as the stack deploys it, byte for byte; only the services are found elsewhere. */
async function unpackCallback({ awsUrl, authorityFile, folder }: Surroundings): Promise<Parts> {
  const { template, assembly, remove } = await synthesize({})
  try {
    const assets = await readAssets(assembly)
    const stack = describeTemplate(template, { sqsUrl: awsUrl, apiUrl: awsUrl, assets })
    const deployed = stack.functions.CallbackDoorFunction
    if (deployed === undefined) throw new Error('the stack has no function CallbackDoorFunction')
    const directory = join(folder, 'callback')
    await cp(deployed.directory, directory, { recursive: true })
    const variables = {
      ...deployed.environment,
      AWS_ENDPOINT_URL_DYNAMODB: awsUrl,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: awsUrl,
      NODE_EXTRA_CA_CERTS: authorityFile,
    }
    return { name: 'callback', directory, handler: deployed.handler, variables }
  } finally {
    await remove()
  }
}

async function writeEmpty(directory: string): Promise<string> {
  await mkdir(directory)
  await writeFile(join(directory, 'index.js'), 'exports.handler=async()=>({statusCode:200})\n')
  return directory
}

/** Built like the doors that nobody waits for: with the clients of the AWS SDK, as light as they can be made. */
async function buildWithSdk(directory: string): Promise<string> {
  const noChain = join(project, 'infra/no-credential-chain.ts')
  await bundle(join(project, 'functions/callback/handler.ts'), directory, {
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': noChain },
  })
  await copyFile(join(project, 'functions/callback/main.mjs'), join(directory, 'main.mjs'))
  return directory
}

/** The same story with all of zod, Powertools, clients as the SDK makes them, and esbuild's own settings. */
async function buildUsualWay(directory: string, modules: string): Promise<string> {
  const wholeZod = join(import.meta.dirname, 'usual-way/whole-zod.cjs')
  const entry = join(import.meta.dirname, 'usual-way/handler.ts')
  await bundle(entry, directory, { alias: { 'zod/mini': wholeZod }, nodePaths: [modules] })
  return directory
}

/** As the CDK's NodejsFunction calls esbuild. */
async function bundle(entry: string, directory: string, options: BuildOptions): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile: join(directory, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    logLevel: 'error',
    ...options,
  })
}

async function weigh(parts: Parts): Promise<BenchFunction> {
  const { size } = await stat(join(parts.directory, 'index.js'))
  return { ...parts, bytes: size }
}
