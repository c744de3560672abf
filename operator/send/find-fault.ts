import * as z from 'zod'
import { readExactJson } from '../../functions/coze/json.ts'
import type { Answer } from './send-signed.ts'

const challengeSchema = z.object({ challenge: z.string() })
const sentSchema = z.object({ event: challengeSchema })
const auditSchema = z.object({ audit: z.object({ audit_status: z.literal([1, 2, 3]) }) })

/** Why Coze would not be content with the answer; undefined where it would. Source: docs.coze.cn receive_handle_callbacks. */
export function findFault(answer: Answer, eventType: string, sent: string): string | undefined {
  if ('failure' in answer) return answer.failure
  if (answer.status !== 200) return `not the 200 that Coze wants`
  const json = readExactJson(answer.body)
  if (eventType === 'url_verification' && !isEchoed(json, readExactJson(sent)))
    return 'the challenge is not echoed, so Coze does not take this URL'
  if (eventType === 'bot.published' && !auditSchema.safeParse(json).success)
    return 'there is no audit in it, so the publish fails'
  return undefined
}

function isEchoed(answer: unknown, sent: unknown): boolean {
  const { data } = sentSchema.safeParse(sent)
  return challengeSchema.safeParse(answer).data?.challenge === data?.event.challenge
}
