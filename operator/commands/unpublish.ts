import * as z from 'zod'
import { createUnpublisher, longestUnpublishReason } from '../../functions/coze/unpublish.ts'
import { connectStoredCoze } from '../channel/connect-coze.ts'
import { findConnectorId } from '../channel/find-connector-id.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { exactId } from '../desk/exact-id.ts'
import type { Desk } from '../desk/open-desk.ts'

const givenSchema = z.object({
  bot: exactId,
  reason: z
    .string()
    .trim()
    .refine(reason => reason !== '' && [...reason].length <= longestUnpublishReason, {
      error: `1 to ${longestUnpublishReason} characters, which the developer of the bot reads`,
    }),
  connector: exactId.optional(),
})
type Given = z.infer<typeof givenSchema>

export const unpublish: Command = defineCommand({
  summary: 'takes a bot off the channel',
  positionals: ['bot'],
  options: {
    reason: {
      type: 'string',
      value: 'TEXT',
      help: `why, for the developer of the bot; up to ${longestUnpublishReason.toLocaleString('en')} characters`,
    },
    connector: {
      type: 'string',
      value: 'ID',
      help: 'the channel (that of the callback app which sends here)',
    },
  },
  about: `Also a bot that was approved: Coze no longer shows it on the channel, and its developer reads the reason.
The credentials need the permission Connector.disconnectBot.`,
  examples: ['unpublish 7486758484001234567 --reason "用户投诉：诱导付款，经核实下架"'],
  given: givenSchema,
  run: runUnpublish,
})

async function runUnpublish({ bot: botId, reason, connector }: Given, desk: Desk): Promise<Result> {
  const deployment = await desk.connect()
  const { api, getAccessToken } = await connectStoredCoze(deployment)
  const connectorId = connector ?? (await findConnectorId(deployment))
  await desk.confirm(`Bot ${botId} is taken off channel ${connectorId} at once. Go on?`)
  const take = createUnpublisher(api, getAccessToken)
  const { logId } = await desk.change(`taking bot ${botId} off channel ${connectorId}`, () =>
    take({ connectorId, botId }, reason),
  )
  const line = `bot ${botId} is off channel ${connectorId}${logId === undefined ? '' : `; log id of Coze ${logId}`}`
  return { ok: true, document: { bot: botId, connector: connectorId, reason, logId }, lines: [line] }
}
