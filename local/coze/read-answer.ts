import { z } from 'zod'
import type { Audit } from './bots.ts'
import type { CallbackResult } from './send-callback.ts'

const auditAnswer = z.object({
  audit: z.object({ audit_status: z.literal([1, 2, 3]), reason: z.string().default('') }),
})

/** The audit in the answer to a publish; without one the publish fails, and the text says why. */
export function readAudit(result: CallbackResult): Audit | string {
  if (result.outcome === 'failed') return result.why
  if (result.status !== 200) return `status ${result.status}`
  const parsed = auditAnswer.safeParse(result.answer)
  if (!parsed.success) return 'no audit in the answer'
  return { auditStatus: parsed.data.audit.audit_status, reason: parsed.data.audit.reason }
}

export function isOk(result: CallbackResult): boolean {
  return result.outcome === 'answered' && result.status === 200
}

export function isEcho(result: CallbackResult, challenge: string): boolean {
  if (result.outcome === 'failed' || result.status !== 200) return false
  return z.object({ challenge: z.literal(challenge) }).safeParse(result.answer).success
}
