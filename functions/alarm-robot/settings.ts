import * as z from 'zod/mini'

/** The variables that the stack writes for this function; `infra` compiles against their names. */
export const alarmRobotEnvironment = z.object({
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.url(),
  ALARM_ROBOT: z.enum(['feishu', 'dingtalk', 'wecom']),
  ALARM_WEBHOOK_SECRET_ID: z.string(),
})
export type AlarmRobotEnvironment = z.input<typeof alarmRobotEnvironment>
