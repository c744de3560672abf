import * as z from 'zod'

/** What a function's process says to its parent. */
const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('log'), line: z.string() }),
  z.object({ kind: z.literal('success'), payload: z.string() }),
  z.object({ kind: z.literal('failure'), errorType: z.string(), errorMessage: z.string() }),
  z.object({ kind: z.literal('crash'), errorType: z.string(), errorMessage: z.string() }),
])

export type Message = z.infer<typeof messageSchema>

/** The code of a function can speak on the same line; what it says is nothing to us. */
export function readMessage(message: unknown): Message | undefined {
  return messageSchema.safeParse(message).data
}

/** What the parent says to a function's process. */
export type Invocation = { readonly requestId: string; readonly event: unknown; readonly deadlineMs: number }
