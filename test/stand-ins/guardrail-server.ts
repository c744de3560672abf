import type { ServerResponse } from 'node:http'
import { answerJson, serve } from '../serve.ts'

export type Behaviour = (response: ServerResponse) => void

/** The ApplyGuardrail call of Bedrock. The nth request meets the nth behaviour, and the last ever after. */
export async function serveGuardrail(first: Behaviour, ...later: Behaviour[]) {
  const behaviours = [first, ...later]
  let asked = 0
  return serve((request, response) => {
    const behave = behaviours[Math.min(asked++, later.length)] ?? first
    if (/^\/guardrail\/[^/]+\/version\/[^/]+\/apply$/.test(request.path)) behave(response)
    else answerJson(response, 404, {})
  })
}

export const finds =
  (assessment: object): Behaviour =>
  response =>
    answerJson(response, 200, {
      action: 'GUARDRAIL_INTERVENED',
      actionReason: 'Guardrail blocked.',
      outputs: [{ text: 'blocked' }],
      assessments: [assessment],
      usage: { topicPolicyUnits: 1 },
    })
export const findsNothing: Behaviour = response =>
  answerJson(response, 200, {
    action: 'NONE',
    outputs: [],
    assessments: [{ invocationMetrics: { guardrailProcessingLatency: 210 } }],
    guardrailCoverage: { textCharacters: { guarded: 12, total: 12 } },
    usage: { topicPolicyUnits: 1 },
  })
export const answers =
  (status: number, body: unknown, headers = {}): Behaviour =>
  response =>
    answerJson(response, status, body, headers)
export const hangs: Behaviour = () => {}
