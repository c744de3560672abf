declare global {
  interface JSON {
    /** Node has it (ECMAScript: JSON.parse source text access), TypeScript does not describe it yet. */
    rawJSON(text: string): unknown
  }
}

export type Callback = {
  readonly header: {
    readonly event_type: string
    readonly event_id: string
    readonly created_at: number
    readonly coze_account_id?: string
    readonly api_app_id?: string
    readonly connector_id?: string
  }
  readonly event: Readonly<Record<string, unknown>>
}

/** Coze's documents show ids as numbers and as strings, and two names for the bot and the user of a publish. */
export type Spelling = { readonly ids: 'numbers' | 'strings'; readonly names: 'bot_id_str' | 'bot_id' }

/** The harder half of what Coze may send. */
export const hardestSpelling: Spelling = { ids: 'numbers', names: 'bot_id_str' }

const idNames = ['coze_account_id', 'api_app_id', 'connector_id', 'space_id', 'user_id', 'bot_id']

type Renaming = Readonly<Record<string, string>>

/** Only the table of the published event has the names in `_str`. */
const namesInTable: Renaming = { user_id: 'user_id_str', bot_id: 'bot_id_str' }

export function writeCallbackBody({ header, event }: Callback, spelling = hardestSpelling): string {
  const asInTable = header.event_type === 'bot.published' && spelling.names === 'bot_id_str'
  const renaming = asInTable ? namesInTable : {}
  return JSON.stringify({ header: spell(header, spelling), event: spell(event, spelling, renaming) })
}

/** Ids go in as the text of a number: as a number above 2^53 they would be rounded. */
function spell(fields: object, { ids }: Spelling, renaming: Renaming = {}): object {
  const spelled = Object.entries(fields).map(([name, value]) => [
    renaming[name] ?? name,
    ids === 'numbers' && isId(name, value) ? JSON.rawJSON(value) : value,
  ])
  return Object.fromEntries(spelled)
}

function isId(name: string, value: unknown): value is string {
  return idNames.includes(name) && typeof value === 'string' && /^[1-9]\d*$/.test(value)
}
