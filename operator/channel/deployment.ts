import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import { Problem } from '../desk/errors.ts'
import type { Monitoring } from './monitoring.ts'

/** What the stack prints, see infra/review-channel-stack.ts. */
const outputsSchema = z.object({
  CallbackUrl: z.url(),
  CallbackTokensSecret: z.string(),
  CozeCredentialsSecret: z.string(),
  ReviewTable: z.string(),
  TaskQueue: z.url(),
  DeadLetterQueue: z.url(),
  CozeApiBase: z.url(),
  RetentionDays: z.coerce.number(),
})

export type Clients = {
  readonly secretsManager: SecretsManagerClient
  readonly dynamodb: DynamoDBClient
  readonly sqs: SQSClient
}

/** One channel, in AWS or on this machine: whoever holds it cannot tell which. */
export type Deployment = Clients & {
  readonly monitoring: Monitoring
  /** Whoever works here, as far as is known. */
  readonly nameCaller: () => Promise<string>
  /** For people: `stack coze-review-main in cn-north-1`. */
  readonly name: string
  readonly callbackUrl: string
  /** Ids of secrets. */
  readonly callbackTokensSecret: string
  readonly cozeCredentialsSecret: string
  /** Name of the table. */
  readonly reviewTable: string
  /** URLs of queues. */
  readonly taskQueue: string
  readonly deadLetterQueue: string
  readonly cozeApiBase: string
  readonly retentionDays: number
  readonly close: () => void
}

type Parts = {
  readonly name: string
  readonly outputs: unknown
  readonly clients: Clients
  readonly monitoring: Monitoring
  readonly nameCaller: () => Promise<string>
  readonly close: () => void
}

export function describeDeployment({ name, outputs, clients, ...parts }: Parts): Deployment {
  const { data, error } = outputsSchema.safeParse(outputs)
  if (error !== undefined) {
    const names = error.issues.map(({ path }) => path.join('.')).join(', ')
    throw new Problem(`the ${name} has no output ${names}: it is of an older version, deploy this one first`)
  }
  return {
    name,
    ...clients,
    ...parts,
    callbackUrl: data.CallbackUrl,
    callbackTokensSecret: data.CallbackTokensSecret,
    cozeCredentialsSecret: data.CozeCredentialsSecret,
    reviewTable: data.ReviewTable,
    taskQueue: data.TaskQueue,
    deadLetterQueue: data.DeadLetterQueue,
    // Paths begin with a slash.
    cozeApiBase: data.CozeApiBase.replace(/\/+$/, ''),
    retentionDays: data.RetentionDays,
  }
}

export function destroyClients(clients: Readonly<Record<string, { destroy(): void }>>): void {
  for (const client of Object.values(clients)) client.destroy()
}
