import type { CommandLine } from './command.ts'
import { doctor } from './commands/doctor.ts'
import { redrive } from './commands/redrive.ts'
import { approveReview } from './commands/reviews-approve.ts'
import { closeReviews } from './commands/reviews-close.ts'
import { listReviews } from './commands/reviews-list.ts'
import { rejectReview } from './commands/reviews-reject.ts'
import { retryReports } from './commands/reviews-retry.ts'
import { showReviews } from './commands/reviews-show.ts'
import { rotateToken } from './commands/rotate-token.ts'
import { send } from './commands/send.ts'
import { setup } from './commands/setup.ts'
import { unpublish } from './commands/unpublish.ts'
import { helpOptions } from './desk/read-arguments.ts'

/** All that is done to a channel. */
export const channelCommands: CommandLine = {
  call: 'npm run operator --',
  commands: {
    setup,
    doctor,
    send,
    'reviews list': listReviews,
    'reviews show': showReviews,
    'reviews approve': approveReview,
    'reviews reject': rejectReview,
    'reviews retry': retryReports,
    'reviews close': closeReviews,
    redrive,
    'rotate-token': rotateToken,
    unpublish,
  },
  options: {
    stack: { type: 'string', value: 'NAME', help: 'the stack of the channel (that of cdk.json)' },
    region: { type: 'string', value: 'NAME', help: 'its AWS region (AWS_REGION, or that of the profile)' },
    local: { type: 'boolean', help: 'the channel of npm start instead (on PORT, 3000)' },
    yes: { type: 'boolean', help: 'do not ask before anything is changed' },
    ...helpOptions,
  },
  about: `It works on the stack that cdk.json names (--stack, --region; credentials as the AWS CLI
finds them), with --local on the channel of npm start.`,
}
