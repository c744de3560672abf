import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { defaultChannel, nameStack } from '../../infra/stack-name.ts'

const configurationSchema = z.object({
  context: z.object({ channel: z.string().default(defaultChannel) }).prefault({}),
})

/** The stack that `cdk deploy` deploys where nothing else is said. */
export function readStackName(): string {
  const json: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'))
  return nameStack(configurationSchema.parse(json).context.channel)
}
