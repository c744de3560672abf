import * as z from 'zod'
import * as mini from 'zod/mini'
import { guardrailSettings, modelJudgeSettings } from '../functions/moderators/settings.ts'
import { defaultChannel } from './stack-name.ts'

/** The retention times CloudWatch Logs knows, in days. */
const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

/** A number from cdk.json, or the digits that `cdk deploy -c name=value` makes of it. */
const numeric = z.preprocess(
  value => (typeof value === 'string' && /^[0-9]+$/.test(value) ? Number(value) : value),
  z.unknown(),
)
const whole = (from: number, to: number) => {
  const error = `a whole number from ${from} to ${to}`
  return numeric.pipe(z.int({ error }).min(from, { error }).max(to, { error }))
}

const yesOrNo = z.preprocess(
  value => ({ true: true, false: false })[String(value)] ?? value,
  z.boolean({ error: 'true or false' }),
)

/** With `-c` a list comes as the text of it. */
function readText(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

const overHttps = modelJudgeSettings.shape.baseUrl.check(
  // Whoever sees the template would see a password in it.
  mini.regex(/^https:\/\/[^/@]+(\/|$)/i, 'an address that begins with https://, without a user'),
)

/** What the functions take, over https only; and a guardrail may be left for the stack to create. */
const moderatorSchema = z.discriminatedUnion('kind', [
  mini.extend(modelJudgeSettings, { baseUrl: overHttps }),
  mini.extend(guardrailSettings, {
    /** An existing guardrail of this account and region. @default the stack creates one */
    guardrailId: mini.optional(mini.string().check(mini.regex(/^[a-z0-9]+$/))),
    guardrailVersion: mini.optional(guardrailSettings.shape.guardrailVersion),
    /** The profile of the Standard tier, without which a guardrail knows little Chinese, as in us.guardrail.v1:0. */
    guardrailProfile: mini.optional(mini.string().check(mini.regex(/^[a-z]+\.guardrail\.v[0-9]+:[0-9]+$/))),
  }),
])

type Guardrail = Extract<z.infer<typeof moderatorSchema>, { kind: 'bedrock-guardrail' }>

/** One that the stack is to create. Of a second it would not know what the first lacks. */
const isCreated = ({ guardrailId }: Guardrail) => guardrailId === undefined

function findMistake(moderators: readonly z.infer<typeof moderatorSchema>[]): string | undefined {
  const guardrails = moderators.filter(moderator => moderator.kind === 'bedrock-guardrail')
  if (guardrails.filter(isCreated).length > 1)
    return 'the stack creates one guardrail: give the guardrailId of the others'
  if (guardrails.some(guardrail => isCreated(guardrail) && guardrail.guardrailVersion !== undefined))
    return 'a guardrailVersion wants the guardrailId that it is a version of'
  return undefined
}

/** What an operator may set, in the context of cdk.json or with `-c`. */
const settingsSchema = z.strictObject({
  /** Names the stack, so that several channels live side by side. */
  channel: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and hyphens, beginning with a letter')
    .default(defaultChannel),
  cozeApiBase: z
    .string()
    .regex(/^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]+$/, 'https and a host, as in https://api.coze.cn')
    .default('https://api.coze.cn'),
  /** The language of a rejection's reason, which the developer of the bot reads. */
  reasonLanguage: z.enum(['zh', 'en']).default('zh'),
  /** Moderate the bot's profile as well: prompt, opening line, plugins and so on. Needs the permission getMetadata. */
  readProfile: yesOrNo.default(true),
  /** Models that are asked besides the policy, see README. */
  moderators: z
    .preprocess(readText, z.array(moderatorSchema))
    .check(({ value, issues }) => {
      const message = findMistake(value)
      if (message !== undefined) issues.push({ code: 'custom', message, input: value })
    })
    .default([]),
  /** How long a review is kept after its end. */
  retentionDays: whole(1, 3650).default(180),
  logRetentionDays: numeric
    .pipe(z.literal(logRetentionDays, { error: `one of ${logRetentionDays.join(', ')}` }))
    .default(90),
  /** Not ERROR: alarms are made of warnings. */
  logLevel: z.enum(['DEBUG', 'INFO', 'WARN']).default('INFO'),
  /**
   * How long the answer "in review" may be on its way to Coze. A verdict waits as long, inside its function's time.
   * Not zero: the first answer takes up to a second before it is checked against a verdict.
   */
  answerSeconds: whole(1, 20).default(3),
  /** Reviews under way at once. Ten make about the 50 calls a second of Coze's personal plan, see docs/scale-and-cost.md. */
  moderationConcurrency: whole(2, 1000).default(10),
  /** The texts of a callback become one item of DynamoDB, which holds 400 KB, verdict included. */
  maxBodyKilobytes: whole(1, 300).default(256),
  requestsPerSecond: whole(1, 10_000).default(200),
  requestBurst: whole(1, 5_000).default(400),
  /** Who is told when something is wrong; confirms a first message by a click. @default nobody, the alarms are in CloudWatch */
  alarmEmail: z.email({ error: 'an e-mail address' }).optional(),
  /** The group robot that is told as well. Its webhook is stored in a secret. */
  alarmRobot: z.enum(['feishu', 'dingtalk', 'wecom']).optional(),
  /** Where people read docs/runbook.md, for alarms link its sections. */
  runbookUrl: z
    .url({ protocol: /^https$/, error: 'an address that begins with https://' })
    .max(300, 'at most 300 characters, for an alarm has room for 1,024')
    .optional(),
  /** So long no callback is worth an alarm. CloudWatch looks back seven days at most. @default never */
  silenceHours: whole(1, 168).optional(),
  /** How long a review may wait for a person. */
  escalatedReviewHours: whole(1, 720).default(24),
})
export type ChannelSettings = z.infer<typeof settingsSchema>
export type ModeratorSettings = ChannelSettings['moderators'][number]

/** What the CDK's command line writes into cdk.context.json when it is told to be quiet. */
const keysOfCdk = ['cli-telemetry', 'acknowledged-issue-numbers']

/** Reads the CDK context; one error names every mistake. Keys with a colon or an @ belong to the CDK itself. */
export function parseSettings(context: Record<string, unknown>): ChannelSettings {
  const ours = Object.entries(context).filter(([key]) => !/[:@]/.test(key) && !keysOfCdk.includes(key))
  const result = settingsSchema.safeParse(Object.fromEntries(ours))
  if (result.success) return result.data
  const mistakes = result.error.issues.map(describeIssue)
  throw new Error(`the context (cdk.json, -c) has mistakes:\n${mistakes.join('\n')}`)
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `  ${issue.keys.join(', ')}: no such setting`
  return `  ${issue.path.join('.')}: ${issue.message}`
}
