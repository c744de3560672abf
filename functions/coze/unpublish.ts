import * as z from 'zod/mini'
import type { GetAccessToken } from './access-token.ts'
import { type CozeApi, callCoze } from './client.ts'

/** In characters; the developer of the bot reads it. Source: docs.coze.cn unpublish_agent. */
export const longestUnpublishReason = 1_024

/** Takes a bot off a channel and gives the log id of the call. Throws CozeError. */
export type Unpublish = (
  bot: { connectorId: string; botId: string },
  reason: string,
) => Promise<{ logId: string | undefined }>

/** POST /v1/bots/{bot_id}/unpublish. Source: docs.coze.cn unpublish_agent. */
export function createUnpublisher(api: CozeApi, getAccessToken: GetAccessToken): Unpublish {
  return async ({ connectorId, botId }, reason) => {
    const call = {
      name: `taking bot ${botId} off channel ${connectorId}`,
      method: 'POST',
      path: `/v1/bots/${botId}/unpublish`,
      body: { connector_id: connectorId, unpublish_reason: reason },
      permission: 'Connector.disconnectBot',
    } as const
    const { logId } = await callCoze(api, getAccessToken, call, z.optional(z.unknown()))
    return { logId }
  }
}
