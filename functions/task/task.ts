import * as z from 'zod/mini'

/**
 * The letter between the doors: ids only, in ASCII, for the queue refuses some characters and a letter is no record.
 * `eventTime` is in Unix milliseconds. A letter may be older than the deployment that reads it, hence the version.
 */
const taskSchema = z.object({
  taskVersion: z.literal(1),
  kind: z.enum(['publish', 'withdrawal']),
  connectorId: z.string().check(z.regex(/^[0-9]{1,20}$/)),
  botId: z.string().check(z.regex(/^[0-9]{1,20}$/)),
  eventId: z.string().check(z.regex(/^[\x21-\x7e]{1,128}$/)),
  eventTime: z.number(),
})
export type Task = Omit<z.infer<typeof taskSchema>, 'taskVersion'>

/** One handing over of a letter, which was sent at a time (Unix ms) that all its deliveries share. */
export type Delivery = { id: string; sentAt: number }

/** What became of a task. `settled`: it is done with. Else no later try would settle it, and a person has to look. */
export type Outcome = 'settled' | 'unreadable' | 'no-review' | 'deadly'

/** Why a letter was put among the dead by the function; one that SQS moved there has no such attribute. */
export const outcomeAttribute = 'outcome'

export function encodeTask({ kind, connectorId, botId, eventId, eventTime }: Task): string {
  return JSON.stringify({ taskVersion: 1, kind, connectorId, botId, eventId, eventTime })
}

/** Undefined where the letter cannot be read: no later try would read it either. */
export function decodeTask(letter: string): Task | undefined {
  try {
    return z.parse(taskSchema, JSON.parse(letter))
  } catch {
    return undefined
  }
}
