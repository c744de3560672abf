import * as z from 'zod/mini'
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
}

export const moderationEnvironment = z.object({ ...givenByLambda, ...writtenByStack })
export type ModerationEnvironment = z.input<z.ZodMiniObject<typeof writtenByStack>>
