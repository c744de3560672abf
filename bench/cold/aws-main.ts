/** Runs in a process of its own: DynamoDB, SQS and Secrets Manager behind TLS, as far as a first publish needs them. */
import { once } from 'node:events'
import { createServer } from 'node:https'
import { json } from 'node:stream/consumers'
import * as z from 'zod'
import { answerCall } from './answer-call.ts'

const optionsSchema = z.object({ key: z.string(), certificate: z.string(), token: z.string() })

process.on('SIGINT', () => {}) // Control-C reaches the whole process group; the parent decides what it means.
process.on('disconnect', () => process.exit())
const [message] = await once(process, 'message')
const { key, certificate: cert, token } = optionsSchema.parse(message)
let accepted: string[] = []

const server = createServer({ key, cert }, async (request, response) => {
  const target = String(request.headers['x-amz-target'])
  const operation = target.slice(target.lastIndexOf('.') + 1)
  const { status, body } = answerCall(operation, await json(request), token)
  if (status === 200) accepted.push(operation)
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'bench' })
  response.end(JSON.stringify(body))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.send?.(server.address())
process.on('message', () => {
  process.send?.(accepted)
  accepted = []
})
