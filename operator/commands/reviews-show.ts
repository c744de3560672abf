import * as z from 'zod'
import { type Command, defineCommand } from '../command.ts'
import { exactId } from '../desk/exact-id.ts'
import { connectorOption, findBot } from '../reviews/find-bot.ts'
import { openRecord } from '../reviews/open-record.ts'
import { writeHistory } from '../reviews/write-history.ts'

const givenSchema = z.object({ bot: exactId, connector: exactId.optional() })

export const showReviews: Command = defineCommand({
  summary: 'tells the whole history of a bot, with what it says and why it was objected to',
  positionals: ['bot'],
  options: {
    connector: connectorOption,
  },
  about: `The newest review first. It shows the words of users: characters that would steer the terminal, or cannot be
seen, as their codes. --json prints the records as they are stored, times in Unix milliseconds.`,
  examples: ['reviews show 7486758484001234567', 'reviews show 7486758484001234567 --json'],
  given: givenSchema,
  async run(given, desk) {
    const deployment = await desk.connect()
    const history = await findBot(openRecord(deployment), given)
    const { botId: bot, connectorId: connector, newest, reviews } = history
    return {
      ok: true,
      document: { deployment: deployment.name, bot, connector, newest, reviews },
      lines: writeHistory(history),
    }
  },
})
