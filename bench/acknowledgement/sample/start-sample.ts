import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { listenOnLoopback } from '../../../local/loopback-server.ts'

export type Sample = {
  readonly url: string
  /** What it runs on. */
  readonly kind: string
  readonly pid: number
  close(): Promise<void>
}

const pythonPackages = ['flask==3.1.3', 'gunicorn==26.2.0']
const here = import.meta.dirname
const threeMinutes = 180_000

/** Flask under gunicorn with one worker, which is one core; where that cannot be had, the same on Node. */
export async function startSample(token: string, say: (line: string) => void): Promise<Sample> {
  const python = await installFlask().catch(() => undefined)
  if (python === undefined) say('Flask and gunicorn cannot be installed here: their part is taken by Node')
  const port = await findFreePort()
  const folder = await mkdtemp(join(tmpdir(), 'bench-sample-'))
  const env = {
    ...process.env,
    COZE_CALLBACK_TOKEN: token,
    BOTS_FILE: join(folder, 'bots.json'),
    PORT: `${port}`,
  }
  const gunicorn = [
    '-m',
    'gunicorn',
    '--workers',
    '1',
    '--chdir',
    here,
    '--bind',
    `127.0.0.1:${port}`,
    'app:app',
  ]
  const child = python
    ? spawn(python, gunicorn, { env, stdio: 'ignore' })
    : spawn(process.execPath, [join(here, 'server.ts')], { env, stdio: 'ignore' })
  await untilListening(port, child)
  return {
    url: `http://127.0.0.1:${port}/callback`,
    kind: python ? 'Flask under gunicorn' : 'the same on Node',
    pid: child.pid ?? 0,
    async close() {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
      await rm(folder, { recursive: true })
    },
  }
}

/** Gives the interpreter. Installed once, into the folder for temporary files. */
async function installFlask(): Promise<string> {
  const folder = join(tmpdir(), 'coze-channel-review-bench-flask')
  const python = join(folder, 'bin/python')
  if (existsSync(python)) return python
  const unfinished = `${folder}.${process.pid}`
  try {
    await promisify(execFile)('python3', ['-m', 'venv', unfinished], { timeout: threeMinutes })
    const install = ['-m', 'pip', 'install', '--quiet', ...pythonPackages]
    await promisify(execFile)(join(unfinished, 'bin/python'), install, { timeout: threeMinutes })
    await rename(unfinished, folder)
    return python
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  const url = await listenOnLoopback(server, 0)
  server.close()
  await once(server, 'close')
  return Number(new URL(url).port)
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the sample ended with ${child.exitCode}`)
    const socket = connect(port, '127.0.0.1')
    const connected = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (connected) return
    await sleep(100)
  }
  throw new Error('the sample does not listen')
}
