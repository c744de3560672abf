import * as z from 'zod'
import type { Option } from '../command.ts'
import { exactId } from '../desk/exact-id.ts'
import { connectorOption } from './find-bot.ts'

/** How long a command waits until Coze knows. */
export const waitSeconds = z.coerce.number().min(0).max(3_600)

export const waitOption = {
  type: 'string',
  value: 'SECONDS',
  help: 'how long to wait until Coze knows (60)',
} as const satisfies Option

export const decisionShape = {
  bot: exactId,
  event: z.string().optional(),
  connector: exactId.optional(),
  by: z
    .string()
    .trim()
    .regex(/^[^\p{C}]{1,200}$/u, 'a name of up to 200 characters')
    .optional(),
  wait: waitSeconds.default(60),
}
const decisionSchema = z.object(decisionShape)
export type DecisionGiven = z.infer<typeof decisionSchema>

export const decisionOptions = {
  event: {
    type: 'string',
    value: 'ID',
    help: 'the publish that you have looked at (the newest, whatever that is by now)',
  },
  by: {
    type: 'string',
    value: 'NAME',
    help: 'who decides (the ARN of the AWS credentials; locally the user)',
  },
  wait: waitOption,
  connector: connectorOption,
} as const satisfies Readonly<Record<string, Option>>

export const aboutDecisions = `Only what the moderators have escalated is decided by a person, once: whoever comes second is told what was
decided. The verdict is recorded with who decided and when, and then the moderation function reports it, as any
other: only while the bot was not published again, else it is taken back. It needs no credentials of Coze.
Broken off, the same command goes on. The exit code is 0 when Coze knows the verdict.`
