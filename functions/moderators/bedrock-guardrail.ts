import type { Chunk } from './chunks.ts'
import { doubt, toFinding, type WrittenPolicy } from './finding.ts'
import { readGuardrailAnswer } from './guardrail-answer.ts'
import { judgeChunks } from './judge-chunks.ts'
import { type ModelFinding, type Moderator, noUsage, type TextField } from './moderator.ts'
import { postJson } from './post-json.ts'
import type { GuardrailSettings } from './settings.ts'
import { type AwsService, createSignRequest } from './sign-request.ts'

export type GuardrailDependencies = {
  policy: WrittenPolicy
  aws: Omit<AwsService, 'service'>
  now: () => number
}

/**
 * A guardrail of Amazon Bedrock, asked over REST: its SDK client would add 89 KB to the bundle, the signature alone
 * adds nothing to what the other clients bring. Source: docs.aws.amazon.com bedrock API_runtime_ApplyGuardrail.
 */
export function createBedrockGuardrail(
  settings: GuardrailSettings,
  { policy, aws, now }: GuardrailDependencies,
): Moderator {
  const sign = createSignRequest({ ...aws, service: 'bedrock' }, now)
  const id = encodeURIComponent(settings.guardrailId)
  const path = `/guardrail/${id}/version/${settings.guardrailVersion}/apply`

  return texts =>
    judgeChunks(texts, 'guardrail', settings, async (chunk, signal) => {
      const body = JSON.stringify({ source: 'INPUT', content: chunk.map(({ text }) => ({ text: { text } })) })
      const url = `${aws.endpoint}${path}`
      const headers = await sign(path, body)
      const { timeoutMs } = settings
      const answer = await postJson({ moderator: 'guardrail', url, headers, body, timeoutMs, signal })
      const findings =
        answer.kind === 'rejected'
          ? [doubt('refused', 'guardrail', chunk[0]?.field ?? '')]
          : tellFindings(answer.json, chunk, texts, policy)
      return {
        findings,
        usage: { ...noUsage, calls: 1, cost: countTextUnits(chunk) * settings.textUnitPrice },
      }
    })
}

/** Of a thousand characters each. Source: aws.amazon.com/bedrock/pricing. */
function countTextUnits(chunk: Chunk): number {
  return chunk.reduce((units, { text }) => units + Math.ceil(text.length / 1000), 0)
}

function tellFindings(
  json: unknown,
  chunk: Chunk,
  texts: readonly TextField[],
  policy: WrittenPolicy,
): ModelFinding[] {
  const claims = readGuardrailAnswer(json)
  if (claims === undefined) return [doubt('unreadable', 'guardrail', chunk[0]?.field ?? '')]
  return claims.map(claim => toFinding({ ...claim, field: '' }, 'guardrail', texts, policy))
}
