import * as z from 'zod/mini'
import type { AlarmRobotEnvironment } from './settings.ts'

/** How a robot is spoken to, and what it answers when it has spoken: an error comes with HTTP 200 as well. */
export type Robot = { write: (text: string) => object; accepted: z.ZodMiniType }

/** DingTalk and WeCom are alike in this. Sources: open.dingtalk.com custom robot, developer.work.weixin.qq.com group robot. */
const errcodeRobot: Robot = {
  write: content => ({ msgtype: 'text', text: { content } }),
  accepted: z.object({ errcode: z.literal(0) }),
}

export const robots: Readonly<Record<AlarmRobotEnvironment['ALARM_ROBOT'], Robot>> = {
  // Lark too. Source: open.feishu.cn custom bot.
  feishu: {
    write: text => ({ msg_type: 'text', content: { text } }),
    accepted: z.object({ code: z.literal(0) }),
  },
  dingtalk: errcodeRobot,
  wecom: errcodeRobot,
}
