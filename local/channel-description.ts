import * as z from 'zod'

/** Where the gateway shows the description. It begins with a dot so that it is no route of a stack. */
export const channelDescriptionPath = '/.local/channel'

/** What another process must know to work with the running channel as with a deployed one. */
export const channelDescriptionSchema = z.object({
  /** As the stack names them. */
  outputs: z.record(z.string(), z.string()),
  region: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  endpoints: z.object({ sqs: z.url(), dynamodb: z.url(), secretsManager: z.url() }),
})
export type ChannelDescription = z.infer<typeof channelDescriptionSchema>
