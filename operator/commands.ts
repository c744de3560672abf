import type { Command } from './command.ts'
import { doctor } from './commands/doctor.ts'
import { redrive } from './commands/redrive.ts'
import { approveReview } from './commands/reviews-approve.ts'
import { listReviews } from './commands/reviews-list.ts'
import { rejectReview } from './commands/reviews-reject.ts'
import { retryReports } from './commands/reviews-retry.ts'
import { showReviews } from './commands/reviews-show.ts'
import { rotateToken } from './commands/rotate-token.ts'
import { send } from './commands/send.ts'
import { setup } from './commands/setup.ts'
import { unpublish } from './commands/unpublish.ts'

/** By the words that call them, one or two; the help lists them in this order. */
export const commands: Readonly<Record<string, Command>> = {
  setup,
  doctor,
  send,
  'reviews list': listReviews,
  'reviews show': showReviews,
  'reviews approve': approveReview,
  'reviews reject': rejectReview,
  'reviews retry': retryReports,
  redrive,
  'rotate-token': rotateToken,
  unpublish,
}

type Found = {
  /** The words that were looked for, where there is no such command. */
  readonly name: string
  readonly command: Command | undefined
  readonly rest: readonly string[]
}

/** The longest name that the arguments begin with. */
export function findCommand(args: readonly string[]): Found {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(' ')
    if (Object.hasOwn(commands, name)) return { name, command: commands[name], rest: args.slice(words) }
  }
  const [name = ''] = args
  return { name, command: undefined, rest: args.slice(1) }
}
