import type { ServerResponse } from 'node:http'
import * as z from 'zod'
import { answerJson, type ServedRequest, serve } from '../serve.ts'

/** What the model was asked, as far as a stand-in has to understand it. */
export type Asked = { system: string; listing: string; check: string; control: string; turns: number }
/** What a model makes of a question. It may leave the response open, or destroy it. */
export type Behaviour = (asked: Asked, response: ServerResponse) => void

const requestSchema = z.object({
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
})

/** A model behind an endpoint of OpenAI's form. The nth request meets the nth behaviour, and the last ever after. */
export async function serveModel(first: Behaviour, ...later: Behaviour[]) {
  const behaviours = [first, ...later]
  let asked = 0
  const server = await serve((request, response) => {
    const behave = behaviours[Math.min(asked++, later.length)] ?? first
    if (request.path !== '/v1/chat/completions') return answerJson(response, 404, { error: {} })
    behave(readQuestion(request), response)
  })
  return {
    baseUrl: `${server.url}/v1`,
    requests: server.requests,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function readQuestion({ body }: ServedRequest): Asked {
  const { messages } = requestSchema.parse(JSON.parse(body))
  const system = messages.find(({ role }) => role === 'system')?.content ?? ''
  const listing = messages.find(({ role }) => role === 'user')?.content ?? ''
  const check = /"check":"([0-9a-f]+)"/.exec(system)?.[1] ?? ''
  const control = /\n([^\n]* [0-9a-f]{12})\n=== [0-9a-f]+ end of the listing/.exec(listing)?.[1] ?? ''
  return { system, listing, check, control, turns: messages.length }
}

export type SaidFinding = { category: string; field: string; quote: string; why: string }

/** Says just this, whatever it was asked. */
export const says =
  (content: unknown, choice: object = { finish_reason: 'stop' }, message: object = {}): Behaviour =>
  (_asked, response) =>
    answerJson(response, 200, {
      choices: [{ index: 0, ...choice, message: { role: 'assistant', content, ...message } }],
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    })

/** Says what can only be said knowing the question. */
export const saysTo =
  (answer: (asked: Asked) => string): Behaviour =>
  (asked, response) =>
    says(answer(asked))(asked, response)

const seeing = (control: string): SaidFinding => ({
  category: 'X.3',
  field: 'control',
  quote: control,
  why: 'It advertises gambling.',
})

export const allowing = ({ check, control }: Asked) =>
  JSON.stringify({ check, verdict: 'allow', findings: [seeing(control)] })
/** Allows the listing, and whatever else stands there. */
export const allowingAll = ({ check }: Asked) => JSON.stringify({ check, verdict: 'allow', findings: [] })
export const flagging =
  (...findings: SaidFinding[]) =>
  ({ check, control }: Asked) =>
    JSON.stringify({ check, verdict: 'flag', findings: [...findings, seeing(control)] })

export const allows = saysTo(allowing)
export const flags = (...findings: SaidFinding[]) => saysTo(flagging(...findings))

/**
 * Does what the data orders: it says a verdict that is written there word by word, and otherwise lets everything pass in
 * the very form it was asked for.
 */
export const obeys = saysTo(asked => findVerdict(asked) ?? allowingAll(asked))
/** The worst that a persuaded model can do: it lets the listing pass, and still reports our control. */
export const obeysAndReports = saysTo(asked => findVerdict(asked) ?? allowing(asked))
const findVerdict = ({ listing }: Asked) => /\{[^{}]*"verdict"[^{}]*\}/.exec(listing)?.[0]

export const refuses = says(null, { finish_reason: 'stop' }, { refusal: 'I cannot help with that.' })
export const hangs: Behaviour = () => {}
export const drops: Behaviour = (_asked, response) => response.destroy()
/** Begins an answer and goes. */
export const breaksOff: Behaviour = (_asked, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 })
  response.write('{"choices":[{"message":{"content":"', () => response.destroy())
}
export const answersStatus =
  (status: number, body: unknown = {}, headers = {}): Behaviour =>
  (_asked, response) =>
    answerJson(response, status, body, headers)
/** The bytes of a whole HTTP body. */
export const answersBytes =
  (bytes: Uint8Array): Behaviour =>
  (_asked, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(bytes)
