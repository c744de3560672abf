import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const vectorSchema = z.object({
  name: z.string(),
  token: z.string(),
  timestamp: z.string(),
  nonce: z.string(),
  body: z.string(),
  signature: z.string(),
  expect: z.object({
    kind: z.string(),
    event_id: z.string().optional(),
    connector_id: z.string().optional(),
    bot_id: z.string().optional(),
    user_id: z.string().optional(),
    answer: z.unknown().optional(),
  }),
})
export type Vector = z.infer<typeof vectorSchema>

/** Worked examples of signed callbacks; their signatures were computed without this project's code. */
export const vectors: readonly Vector[] = z
  .object({ cases: z.array(vectorSchema) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'coze-callbacks.json'), 'utf8'))).cases
