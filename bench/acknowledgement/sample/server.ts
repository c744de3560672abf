/** The sample of app.py for a machine without Flask: as synchronous, file included, on Node. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'

const { COZE_CALLBACK_TOKEN: token = '', BOTS_FILE: botsFile = '', PORT } = process.env
const eventSchema = z.object({ event: z.object({ bot_id: z.string(), bot_name: z.string() }) })

createServer(async (request, response) => {
  const body = await text(request)
  console.log('request', body)
  const {
    'x-coze-timestamp': timestamp,
    'x-coze-nonce': nonce,
    'x-coze-signature': signature,
  } = request.headers
  const signed = createHash('sha1').update(`${timestamp}${nonce}${token}${body}`).digest('hex')
  if (signature !== signed) return void response.writeHead(401).end()
  const { event } = eventSchema.parse(JSON.parse(body))
  const isForbidden = ['非法', '违禁', '敏感'].some(word => event.bot_name.includes(word))
  if (!isForbidden) keep(event.bot_id, event.bot_name)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ audit: { audit_status: isForbidden ? 3 : 2, reason: '' } }))
}).listen(Number(PORT), '127.0.0.1')

function keep(botId: string, name: string): void {
  const bots = existsSync(botsFile) ? JSON.parse(readFileSync(botsFile, 'utf8')) : {}
  writeFileSync(botsFile, JSON.stringify({ ...bots, [botId]: { bot_name: name } }))
}
