import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import * as z from 'zod'
import { createLambdaFunction, type LambdaFunction } from '../../../local/aws/lambda-function.ts'
import type { FunctionDefinition } from '../../../local/aws/template/lambda.ts'
import { createLogbook } from './logbook.ts'

const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function writeAsset(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'asset-'))
  cleanUps.push(() => rm(directory, { recursive: true }))
  for (const [name, code] of Object.entries(files)) await writeFile(join(directory, name), code)
  return directory
}

async function start(code: string | Record<string, string>, definition: Partial<FunctionDefinition> = {}) {
  const directory = await writeAsset(typeof code === 'string' ? { 'index.js': code } : code)
  const logbook = createLogbook()
  const lambda = await createLambdaFunction(
    {
      name: 'Greeter',
      arn: 'arn:aws:lambda:local-1:000000000000:function:Greeter',
      handler: 'index.handler',
      directory,
      timeoutSeconds: 5,
      memoryMegabytes: 256,
      environment: {},
      logLevel: undefined,
      reservedConcurrency: 2,
      ...definition,
    },
    logbook.write,
  )
  cleanUps.push(lambda.close)
  return { lambda, logbook }
}

test('a handler gets the event and its answer comes back', async () => {
  const { lambda } = await start('exports.handler = async event => ({ 你好: event.name })')
  expect(await lambda.invoke({ name: '扣子' })).toEqual({ outcome: 'success', payload: { 你好: '扣子' } })
})

test('a handler that gives nothing answers null', async () => {
  const { lambda } = await start('exports.handler = async () => {}')
  expect(await lambda.invoke({})).toEqual({ outcome: 'success', payload: null })
})

test('a module that is a promise is waited for', async () => {
  const { lambda } = await start('module.exports = Promise.resolve({ handler: async () => "ready" })')
  expect(await lambda.invoke({})).toEqual({ outcome: 'success', payload: 'ready' })
})

test('a module of the .mjs kind is found too', async () => {
  const code = {
    'index.js': 'exports.answer = "from the bundle"',
    'main.mjs':
      'import bundle from "./index.js"; await null; export const handler = async () => bundle.answer',
  }
  const { lambda } = await start(code, { handler: 'main.handler' })
  expect(await lambda.invoke({})).toEqual({ outcome: 'success', payload: 'from the bundle' })
})

test('a function sees its own variables, those of Lambda, and nothing else', async () => {
  const { lambda } = await start('exports.handler = async () => process.env', {
    environment: { TABLE_NAME: 'Reviews' },
    logLevel: 'WARN',
  })
  const { payload } = await succeed(lambda)
  expect(payload).toEqual({
    AWS_ACCESS_KEY_ID: 'local',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_FUNCTION_NAME: 'Greeter',
    AWS_LAMBDA_LOG_LEVEL: 'WARN',
    AWS_REGION: 'local-1',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    LAMBDA_TASK_ROOT: expect.stringContaining('Greeter-'),
    TABLE_NAME: 'Reviews',
    TZ: 'UTC',
  })
})

test('the context tells the request, the function and the time that is left', async () => {
  const { lambda } = await start(
    'exports.handler = async (_event, context) => ({ ...context, left: context.getRemainingTimeInMillis() })',
  )
  const { payload } = await succeed(lambda)
  expect(payload).toMatchObject({
    awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    functionName: 'Greeter',
    invokedFunctionArn: 'arn:aws:lambda:local-1:000000000000:function:Greeter',
  })
  expect(payload).toHaveProperty('left', expect.any(Number))
})

const countAndMeet = `
  let events = 0
  exports.handler = async ({ sleepMs }) => {
    events += 1
    await new Promise(resolve => setTimeout(resolve, sleepMs))
    return { pid: process.pid, events }
  }`

test('events one after the other meet the same process', async () => {
  const { lambda } = await start(countAndMeet)
  const { payload: first } = await succeed(lambda, { sleepMs: 0 })
  const { payload: second } = await succeed(lambda, { sleepMs: 0 })
  expect(first).toHaveProperty('events', 1)
  expect(second).toEqual({ ...Object(first), events: 2 })
})

test('events at the same time have processes of their own, and wait where there are enough of them', async () => {
  const { lambda } = await start(countAndMeet)
  const results = await Promise.all([1, 2, 3].map(() => succeed(lambda, { sleepMs: 300 })))
  const pids = results.map(({ payload }) => Reflect.get(Object(payload), 'pid'))
  expect(new Set(pids).size).toBe(2)
})

test('a handler that takes too long is killed, and the next event finds a new process', async () => {
  const { lambda, logbook } = await start(
    'exports.handler = async event => { while (event.forever) {} return "done" }',
    { timeoutSeconds: 1 },
  )
  expect(await lambda.invoke({ forever: true })).toEqual({
    outcome: 'error',
    errorType: 'Sandbox.Timedout',
    errorMessage: 'Task timed out after 1.00 seconds',
  })
  expect(logbook.lines.at(-1)).toContain('Task timed out after 1.00 seconds')
  expect(await lambda.invoke({})).toEqual({ outcome: 'success', payload: 'done' })
})

test('a thrown error is the answer, and the process lives on as it does in Lambda', async () => {
  const { lambda, logbook } = await start(
    'exports.handler = async event => { if (event.bad) throw new TypeError("坏"); return process.pid }',
  )
  const { payload: pid } = await succeed(lambda)
  expect(await lambda.invoke({ bad: true })).toEqual({
    outcome: 'error',
    errorType: 'TypeError',
    errorMessage: '坏',
  })
  expect(await lambda.invoke({})).toEqual({ outcome: 'success', payload: pid })
  expect(logbook.entries()).toMatchObject([
    { level: 'ERROR', message: { errorType: 'TypeError', errorMessage: '坏' } },
  ])
})

const deaths = [
  {
    death: 'process.exit(3)',
    errorType: 'Runtime.ExitError',
    errorMessage: 'Runtime exited with error: exit status 3',
  },
  {
    death: 'process.kill(process.pid, "SIGKILL")',
    errorType: 'Runtime.ExitError',
    errorMessage: 'Runtime exited with error: signal: SIGKILL',
  },
  {
    death: 'Promise.reject(new Error("lost"))',
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: 'lost',
  },
  {
    death: 'setTimeout(() => { throw new RangeError("late") })',
    errorType: 'RangeError',
    errorMessage: 'late',
  },
]
test.each(deaths)(
  '$death ends in an error, and the next event finds a new process',
  async ({ death, ...error }) => {
    const { lambda } = await start(`exports.handler = async event => {
    if (!event.die) return "alive"
    ${death}
    await new Promise(resolve => setTimeout(resolve, 5000))
  }`)
    await lambda.invoke({})
    expect(await lambda.invoke({ die: true })).toEqual({ outcome: 'error', ...error })
    expect(await lambda.invoke({})).toEqual({ outcome: 'success', payload: 'alive' })
  },
)

test.each([
  ['code that cannot be loaded', 'throw new Error("no settings")', 'no settings'],
  [
    'a handler that is not there',
    'exports.other = async () => {}',
    'index.handler is undefined or not exported',
  ],
  [
    'a handler with a callback',
    'exports.handler = (e, c, callback) => callback()',
    'Callback-based function handlers',
  ],
])('%s makes every event fail with the reason', async (_what, code, reason) => {
  const { lambda } = await start(code)
  for (const _event of [1, 2]) {
    expect(await lambda.invoke({})).toMatchObject({
      outcome: 'error',
      errorMessage: expect.stringContaining(reason),
    })
  }
})

test('the console writes one JSON line for each call, with objects as they are', async () => {
  const { lambda, logbook } = await start(
    `exports.handler = async () => {
      console.info({ event: 'review', bot: '7123456789012345678' })
      console.log('%s sent %d', '扣子', 2)
      console.error('failed', new TypeError('bad'))
      process.stdout.write('as it is\\n')
    }`,
  )
  await lambda.invoke({})
  await logbook.until(line => line === 'as it is')
  const line = { timestamp: expect.stringMatching(/Z$/), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) }
  const stackTrace = expect.arrayContaining(['TypeError: bad'])
  expect(logbook.entries()).toEqual([
    { ...line, level: 'INFO', message: { event: 'review', bot: '7123456789012345678' } },
    { ...line, level: 'INFO', message: '扣子 sent 2' },
    {
      ...line,
      level: 'ERROR',
      message: expect.stringMatching(/^failed TypeError: bad/),
      errorType: 'TypeError',
      errorMessage: 'bad',
      stackTrace,
    },
  ])
})

test('what lies under the log level of the function is not written', async () => {
  const { lambda, logbook } = await start(
    'exports.handler = async () => { console.debug(1); console.log(2); console.warn(3); console.error(4) }',
    { logLevel: 'WARN' },
  )
  await lambda.invoke({})
  expect(logbook.entries()).toMatchObject([
    { level: 'WARN', message: 3 },
    { level: 'ERROR', message: 4 },
  ])
})

test('a killed function fails the events that it had, and handles the next', async () => {
  const { lambda, logbook } = await start(
    'exports.handler = async e => { console.log("here"); if (e.wait) await new Promise(r => setTimeout(r, 4000)); return 1 }',
  )
  const failing = lambda.invoke({ wait: true })
  await logbook.until(line => line.includes('here'))
  await lambda.killAll()
  expect(await failing).toMatchObject({
    outcome: 'error',
    errorMessage: 'Runtime exited with error: signal: SIGKILL',
  })
  expect(await lambda.invoke({})).toEqual({ outcome: 'success', payload: 1 })
})

test('Control-C does not reach a function', async () => {
  const { lambda } = await start(
    'exports.handler = async () => { process.kill(process.pid, "SIGINT"); return 1 }',
  )
  expect(await lambda.invoke({})).toEqual({ outcome: 'success', payload: 1 })
  expect(await lambda.invoke({})).toEqual({ outcome: 'success', payload: 1 })
})

test('closing leaves no process and no directory, not even of a process that is busy for ever', async () => {
  const { lambda, logbook } = await start(
    'exports.handler = async () => { console.log({ pid: process.pid, directory: __dirname }); for (;;); }',
  )
  const failing = lambda.invoke({})
  await logbook.until(line => line.includes('pid'))
  await lambda.close()
  expect(await failing).toMatchObject({ outcome: 'error' })
  const [{ message }] = z.tuple([z.object({ message: whereabouts })], z.unknown()).parse(logbook.entries())
  expect(isAlive(message.pid)).toBe(false)
  expect(existsSync(message.directory)).toBe(false)
  expect(await lambda.invoke({})).toMatchObject({ outcome: 'error', errorMessage: 'Greeter is closed' })
})

test('a function does not outlive the process that started it', async () => {
  const directory = await writeAsset({
    'index.js':
      'setInterval(() => {}, 1000); exports.handler = async () => ({ pid: process.pid, directory: __dirname })',
  })
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'lambda-parent.ts'), directory])
  const [line] = await once(parent.stdout, 'data')
  const { pid, directory: unpacked } = whereabouts.parse(JSON.parse(line).payload)
  cleanUps.push(() => rm(unpacked, { recursive: true }))
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  while (isAlive(pid)) await wait(20)
})

const whereabouts = z.object({ pid: z.number(), directory: z.string() })

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function succeed(lambda: LambdaFunction, event: unknown = {}) {
  const result = await lambda.invoke(event)
  if (result.outcome === 'error') throw new Error(result.errorMessage)
  return result
}
