import * as z from 'zod/mini'

/** In any one currency: it is only added up, and recorded with the verdict. */
const price = z._default(z.number().check(z.minimum(0)), 0)
/** A minute of the function's two is left for Coze. */
const milliseconds = z.int().check(z.minimum(1), z.maximum(60_000))

/** `timeoutMs` bounds one call, `totalTimeoutMs` all that is asked about one submission. */
const limits = {
  timeoutMs: z._default(milliseconds, 20_000),
  totalTimeoutMs: z._default(milliseconds, 45_000),
  /** A text that needs more calls than this is left to a person; eight hold about 45,000 characters. */
  maxChunks: z._default(z.int().check(z.minimum(1), z.maximum(100)), 8),
}

/** Of an address only what a path can be put behind: no account, no query, no slash at its end. */
const baseUrl = z.pipe(
  z.url({ protocol: /^https?$/, normalize: false }).check(z.regex(/^[^@?#\s]+$/)),
  z.transform((url: string) => url.replace(/\/+$/, '')),
)

export const modelJudgeSettings = z.strictObject({
  kind: z.literal('model-judge'),
  /** What stands before /chat/completions. */
  baseUrl,
  model: z.string().check(z.minLength(1)),
  /** json: any model that can follow a written policy. qwen3guard: the plain answers of Qwen3Guard-Gen. */
  dialect: z._default(z.enum(['json', 'qwen3guard']), 'json'),
  /** For a million tokens. */
  inputPrice: price,
  outputPrice: price,
  ...limits,
})

/** Source: docs.aws.amazon.com bedrock API_runtime_ApplyGuardrail. */
export const guardrailSettings = z.strictObject({
  kind: z.literal('bedrock-guardrail'),
  guardrailId: z
    .string()
    .check(z.regex(/^([a-z0-9]+|arn:aws[^:]*:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail\/[a-z0-9]+)$/)),
  guardrailVersion: z.string().check(z.regex(/^([1-9][0-9]{0,7}|DRAFT)$/)),
  /** For a thousand characters, of all its filters together. */
  textUnitPrice: price,
  ...limits,
})

/** The moderators that a channel asks besides its policy; none is possible. */
export const moderatorSettings = z.array(
  z.discriminatedUnion('kind', [modelJudgeSettings, guardrailSettings]),
)

export type ModelJudgeSettings = z.infer<typeof modelJudgeSettings>
export type GuardrailSettings = z.infer<typeof guardrailSettings>
export type ModeratorSettings = z.infer<typeof moderatorSettings>
export type Limits = Pick<ModelJudgeSettings, keyof typeof limits>
