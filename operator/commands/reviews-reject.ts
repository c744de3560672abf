import * as z from 'zod'
import { longestReason } from '../../functions/policy/reason.ts'
import { type Command, defineCommand } from '../command.ts'
import { decide } from '../reviews/decide.ts'
import { aboutDecisions, decisionOptions, decisionShape } from '../reviews/decision-options.ts'

const reason = z
  .string()
  .trim()
  .refine(text => text !== '' && text.length <= longestReason, {
    error: `1 to ${longestReason} characters, which the developer of the bot reads`,
  })

export const rejectReview: Command = defineCommand({
  summary: 'rejects what waits for a person, with a reason',
  positionals: ['bot'],
  options: {
    reason: {
      type: 'string',
      value: 'TEXT',
      help: `why, for the developer of the bot; up to ${longestReason} characters`,
    },
    ...decisionOptions,
  },
  about: aboutDecisions,
  examples: [
    'reviews reject 7486758484001234567 --reason "请删去微信号后重新发布"',
    'reviews reject 7486758484001234567 --event 0a1b2c3d --reason "请删去微信号后重新发布" --yes',
  ],
  given: z.object({ ...decisionShape, reason }),
  run: (given, desk) => decide({ decision: 'reject', reason: given.reason }, given, desk),
})
