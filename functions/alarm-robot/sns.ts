// The types come from @types/aws-lambda. The npm package called aws-lambda is an unrelated deploy tool of 2019.
import type { SNSEvent } from 'aws-lambda'
import type { TellRobot } from './tell-robot.ts'

/** Serves a topic of SNS: text in, nothing out. */
export function createTopicHandler(tell: TellRobot) {
  return async ({ Records }: SNSEvent): Promise<void> => {
    for (const { Sns } of Records) await tell(Sns.Message)
  }
}
