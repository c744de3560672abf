import * as z from 'zod/mini'
import { moderatorSettings } from '../moderators/settings.ts'
import { wholeNumber } from '../settings.ts'

const givenByLambda = { LAMBDA_TASK_ROOT: z.string() }

/** The variables that the stack writes for this function; `infra` compiles against their names. */
const writtenByStack = {
  AWS_ENDPOINT_URL_DYNAMODB: z.url(),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.url(),
  /** Paths begin with a slash, so the base ends without one. */
  COZE_API_BASE: z.pipe(
    z.url(),
    z.transform((url: string) => url.replace(/\/+$/, '')),
  ),
  COZE_CREDENTIALS_SECRET_ID: z.string(),
  REVIEW_TABLE_NAME: z.string(),
  TASK_QUEUE_URL: z.url(),
  DEAD_LETTER_QUEUE_URL: z.url(),
  RETENTION_DAYS: wholeNumber,
  /** How long an answer may be on its way to Coze, in seconds: no verdict overtakes it. */
  ANSWER_SECONDS: wholeNumber,
  REASON_LANGUAGE: z.enum(['zh', 'en']),
  /** Whether the bot's profile is moderated as well; that needs the permission getMetadata. */
  READ_PROFILE: z.enum(['yes', 'no']),
  /** JSON, see functions/moderators/settings.ts. */
  MODERATORS: z.pipe(
    z.string(),
    z.pipe(
      z.transform((json: string): unknown => JSON.parse(json)),
      moderatorSettings,
    ),
  ),
  /** The secret holds keys only where a model is asked. */
  MODEL_KEYS_SECRET_ID: z.string(),
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: z.url(),
}

export const moderationEnvironment = z.object({ ...givenByLambda, ...writtenByStack })
export type ModerationEnvironment = z.input<z.ZodMiniObject<typeof writtenByStack>>
