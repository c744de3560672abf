import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatLine } from './lambda/console.ts'
import { createEnvironmentPool } from './lambda/environment-pool.ts'
import { type InvokeResult, startExecutionEnvironment } from './lambda/execution-environment.ts'
import { region } from './local-account.ts'
import type { FunctionDefinition } from './template/lambda.ts'
import { createTurns } from './turns.ts'

export type LambdaFunction = {
  readonly name: string
  readonly arn: string
  /** Waits in line while as many events as allowed are being handled. */
  invoke(event: unknown): Promise<InvokeResult>
  /** Kills every process of the function, as if its machines had died. The next event starts a new one. */
  killAll(): Promise<void>
  close(): Promise<void>
}

/** Where the template reserves none. Lambda would start a thousand. */
const maximumConcurrency = 10

/** Unpacks the function's code to where no package.json lies above it, and runs it in processes that are started as needed. */
export async function createLambdaFunction(
  definition: FunctionDefinition,
  writeLog: (line: string) => void,
): Promise<LambdaFunction> {
  const directory = await unpack(definition)
  const variables = { ...definition.environment, ...describeSurroundings(definition, directory) }
  const pool = createEnvironmentPool(() =>
    startExecutionEnvironment({ ...definition, directory, variables, writeLog }),
  )
  const turns = createTurns(definition.reservedConcurrency ?? maximumConcurrency)
  let closed = false

  async function run(event: unknown): Promise<InvokeResult> {
    const requestId = randomUUID()
    const environment = pool.take()
    const result = await environment.invoke(requestId, event)
    if (result.outcome === 'error' && !pool.has(environment)) {
      writeLog(formatLine('ERROR', requestId, [result.errorMessage]))
    }
    pool.giveBack(environment)
    return result
  }

  return {
    name: definition.name,
    arn: definition.arn,
    async invoke(event) {
      await turns.take()
      try {
        return closed ? describeClosed(definition) : await run(event)
      } finally {
        turns.giveBack()
      }
    },
    killAll: pool.killAll,
    async close() {
      closed = true
      await pool.endAll()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function unpack({ name, directory }: FunctionDefinition): Promise<string> {
  const unpacked = await mkdtemp(join(tmpdir(), `${name}-`))
  await cp(directory, unpacked, { recursive: true })
  return unpacked
}

/** What Lambda gives to each function beside its own variables. The credentials open nothing. */
function describeSurroundings({ name, memoryMegabytes, logLevel }: FunctionDefinition, directory: string) {
  return {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    ...(logLevel && { AWS_LAMBDA_LOG_LEVEL: logLevel }),
    LAMBDA_TASK_ROOT: directory,
    TZ: 'UTC',
  }
}

function describeClosed({ name }: FunctionDefinition): InvokeResult {
  return { outcome: 'error', errorType: 'Sandbox.Closed', errorMessage: `${name} is closed` }
}
