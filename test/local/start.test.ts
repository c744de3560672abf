import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '../..')

/** `npm start` without npm, in a process group of its own, as a terminal would have it. */
function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['local/start.ts'], {
    cwd: root,
    env: { ...process.env, PORT: '0', ...environment },
    detached: true,
  })
  const lines: string[] = []
  const seen = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', line => {
      lines.push(line)
      for (const look of seen) look()
    })
  const line = (pattern: RegExp) =>
    new Promise<string>(resolve => {
      const look = () => {
        const found = lines.find(text => pattern.test(text))
        if (found !== undefined) resolve(found)
      }
      seen.add(look)
      look()
    })
  return { child, lines, line, exit: once(child, 'exit') }
}

function isGroupAlive({ pid }: ChildProcess): boolean {
  try {
    process.kill(-(pid ?? 0), 0)
    return true
  } catch {
    return false
  }
}

function interrupt({ pid }: ChildProcess): void {
  process.kill(-(pid ?? 0), 'SIGINT')
}

test('a newcomer sees two verdicts, and Ctrl-C ends everything within two seconds', async () => {
  const { child, line, exit } = start({})
  expect(await line(/^ready/)).toMatch(/POST http:\/\/127\.0\.0\.1:\d+\/callback, token local-callback-token/)
  await line(/^verdict {3}2 approved/)
  await line(/^verdict {3}3 rejected/)
  const interruptedAt = performance.now()
  interrupt(child)
  expect(await exit).toEqual([0, null])
  expect(performance.now() - interruptedAt).toBeLessThan(2_000)
  expect(isGroupAlive(child)).toBe(false)
})

test('Ctrl-C during the start ends it too', async () => {
  const { child, line, exit } = start({})
  await line(/^starting/)
  interrupt(child)
  expect(await exit).toEqual([0, null])
  expect(isGroupAlive(child)).toBe(false)
})

test('a port in use is named, and what to do about it', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { line, exit } = start({ PORT: String(port - 1) })
  expect(await line(/in use/)).toContain(`port ${port} is in use`)
  expect(await exit).toEqual([1, null])
  server.close()
})

test.each([
  ['PORT', 'http'],
  ['PORT', '65535'],
  ['COZE_API_BASE', 'api.coze.cn'],
])('%s=%s is refused by name', async (name, value) => {
  const { line, exit } = start({ [name]: value })
  expect(await line(/→ at/)).toContain(name)
  expect(await exit).toEqual([1, null])
})

test('with a Coze elsewhere reports go there, and nothing is published by itself', async () => {
  const { child, lines, line, exit } = start({ COZE_API_BASE: 'http://127.0.0.1:9' })
  expect(await line(/^reports/)).toBe('reports   go to http://127.0.0.1:9')
  interrupt(child)
  await exit
  expect(lines.some(text => text.startsWith('publish   '))).toBe(false)
})
