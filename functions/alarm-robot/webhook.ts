import * as z from 'zod/mini'
import { readJson } from '../read-json.ts'

const webhookSchema = z.object({ url: z.url({ protocol: /^https?$/ }) })

/** Reads the secret of the robot's webhook, `{"url":"https://..."}`. Throws when it is anything else. */
export function parseWebhook(secret: string): string {
  const { data } = z.safeParse(webhookSchema, readJson(secret))
  // Without a cause: it would quote the address, which lets anybody speak to the group.
  if (data === undefined) throw new Error('the secret is not {"url":"https://..."}')
  return data.url
}
