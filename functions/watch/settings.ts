import * as z from 'zod/mini'
import { wholeNumber } from '../settings.ts'

/** The variables that the stack writes for this function; `infra` compiles against their names. */
export const watchEnvironment = z.object({
  AWS_ENDPOINT_URL_DYNAMODB: z.url(),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.url(),
  COZE_CREDENTIALS_SECRET_ID: z.string(),
  REVIEW_TABLE_NAME: z.string(),
  /** How long a review may wait for a person. */
  ESCALATED_REVIEW_HOURS: wholeNumber,
})
export type WatchEnvironment = z.input<typeof watchEnvironment>
