/**
 * Runs in a process of its own: sends publishes at a steady rate, whether answers come or not, as Coze does, and tells
 * how long each took from the moment at which it was due. One that waits for its turn counts as waiting.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { publishCallback, type WireCallback, writeCallback } from '../../local/coze/write-callback.ts'

const orderSchema = z.object({ url: z.string(), token: z.string(), rate: z.number(), seconds: z.number() })

/** Coze's own limit for a publish. */
const limitMs = 10_000

process.on('disconnect', () => process.exit())
const [message] = await once(process, 'message')
const { url, token, rate, seconds } = orderSchema.parse(message)
const agent = new Agent({ keepAlive: true })
process.send?.(await sendAll(rate * seconds))

async function sendAll(count: number): Promise<readonly (number | null)[]> {
  const callbacks = Array.from({ length: count }, (_, index) => writePublish(index))
  const startAt = performance.now() + 100
  return Promise.all(
    callbacks.map(async (callback, index) => {
      const dueAt = startAt + (index * 1000) / rate
      await sleep(dueAt - performance.now())
      const isAnswered = await send(callback).catch(() => false)
      return isAnswered ? performance.now() - dueAt : null
    }),
  )
}

/** Each of another bot. Ids of 19 digits, as Coze has them. */
function writePublish(index: number): WireCallback {
  const now = Date.now()
  const botId = String(7_000_000_000_000_000_000n + BigInt(now) * 10_000n + BigInt(index))
  const published = { botId, eventId: randomUUID(), createdAt: now, version: String(now) }
  // The sample knows one of the two spellings only.
  const spelling = { ids: 'strings', names: 'bot_id' } as const
  return writeCallback(publishCallback({ ...published, name: '天气助手', description: '查询天气' }), {
    token,
    spelling,
  })
}

/** Whether the answer decides the publish: one without an audit makes it fail. */
async function send({ headers, body }: WireCallback): Promise<boolean> {
  const signal = AbortSignal.timeout(limitMs)
  const outgoing = request(url, { method: 'POST', agent, headers, signal })
  outgoing.end(body)
  const [incoming]: IncomingMessage[] = await once(outgoing, 'response', { signal })
  const answer = incoming === undefined ? '' : await text(incoming)
  return incoming?.statusCode === 200 && answer.includes('"audit_status"')
}
