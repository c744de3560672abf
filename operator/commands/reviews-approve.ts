import * as z from 'zod'
import { type Command, defineCommand } from '../command.ts'
import { decide } from '../reviews/decide.ts'
import { aboutDecisions, decisionOptions, decisionShape } from '../reviews/decision-options.ts'

export const approveReview: Command = defineCommand({
  summary: 'approves what waits for a person',
  positionals: ['bot'],
  options: decisionOptions,
  about: aboutDecisions,
  examples: [
    'reviews approve 7486758484001234567',
    'reviews approve 7486758484001234567 --event 0a1b2c3d --by "Li Lei" --yes --json',
  ],
  given: z.object(decisionShape),
  run: (given, desk) => decide({ decision: 'approve' }, given, desk),
})
