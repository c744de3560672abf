/** A callback as the story sees it, whatever host brought it. Header names are in lower case. */
export type CallbackRequest = {
  headers: Readonly<Record<string, string | undefined>>
  body: Buffer
}

/** What goes back to Coze, as JSON. */
export type Reply = { status: number; body: object }
