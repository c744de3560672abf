import { Stack } from 'aws-cdk-lib'
import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { CallbackApi } from './callback-api.ts'
import type { ModerationWorker } from './moderation-worker.ts'

export interface SavedQueriesProps {
  readonly callback: CallbackApi
  readonly moderation: ModerationWorker
}

/** Which rules lead to which verdicts. */
export const verdictsQuery = [
  'filter message.event = "verdict-recorded"',
  'stats count(*) as reviews by message.reviewStatus, message.rules',
  'sort reviews desc',
]

const queries = {
  /** The whole story of one bot: put in its id. */
  'by-bot': [
    'fields @timestamp, level, message.event, message.eventId, message.reviewStatus, message.auditStatus, message.rules, message.error, message.code, message.logId, message.message',
    'filter message.botId = "7486758484001234567"',
    'sort @timestamp asc',
    'limit 1000',
  ],
  /** What happens at all, and how often. */
  'by-event': [
    'filter ispresent(message.event)',
    'stats count(*) as lines by message.event, level',
    'sort lines desc',
  ],
  verdicts: verdictsQuery,
}

/** Questions that come up again and again, in the list of CloudWatch Logs Insights. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { callback, moderation }: SavedQueriesProps) {
    super(scope, id)
    const logGroupNames = [callback.door.logGroup.logGroupName, moderation.door.logGroup.logGroupName]
    for (const [name, lines] of Object.entries(queries)) {
      new CfnQueryDefinition(this, name, {
        name: `${Stack.of(this).stackName}/${name}`,
        queryString: lines.join(' | '),
        logGroupNames,
      })
    }
  }
}
