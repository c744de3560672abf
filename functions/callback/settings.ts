import * as z from 'zod/mini'
import { wholeNumber } from '../settings.ts'

/** The variables that the stack writes for this function; `infra` compiles against their names. */
export const callbackEnvironment = z.object({
  AWS_ENDPOINT_URL_DYNAMODB: z.url(),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.url(),
  CALLBACK_TOKENS_SECRET_ID: z.string(),
  REVIEW_TABLE_NAME: z.string(),
  TASK_QUEUE_URL: z.url(),
  RETENTION_DAYS: wholeNumber,
  MAX_BODY_BYTES: wholeNumber,
})
export type CallbackEnvironment = z.input<typeof callbackEnvironment>
