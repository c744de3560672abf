import { App } from 'aws-cdk-lib'
import { ReviewChannelStack } from '../../infra/review-channel-stack.ts'
import { parseSettings } from '../../infra/settings.ts'

/** The constructs alone: no function is bundled, so a stack takes half a second. */
export function createStack(context: Record<string, unknown> = {}): ReviewChannelStack {
  const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } })
  return new ReviewChannelStack(app, 'Channel', parseSettings(context))
}

/** Every part of the stack that is there only where it is asked for. */
export const everything = {
  moderators: [
    { kind: 'model-judge', baseUrl: 'https://model.invalid/v1', model: 'judge' },
    { kind: 'bedrock-guardrail', guardrailProfile: 'us.guardrail.v1:0' },
  ],
  alarmEmail: 'operator@example.com',
  alarmRobot: 'feishu',
  silenceHours: 24,
}
