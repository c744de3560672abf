import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'

export type QueueSettings = {
  readonly delaySeconds: number
  readonly visibilitySeconds: number
  readonly retentionSeconds: number
  readonly maxReceiveCount: number
}
export type Clock = { nowMs: number }

type Letter = {
  readonly messageId: string
  readonly groupId: string
  readonly body: string
  readonly sentAt: number
  visibleAt: number
  receives: number
}
type Sending = { readonly groupId: string; readonly deduplicationId: string; readonly body: string }
export type FifoQueue = ReturnType<typeof createFifoQueue>

const deduplicationMs = 300_000

/**
 * A FIFO queue as SQS documents it, in simulated time: a group is held up by its first letter, a letter that is received
 * too often dies, one that is too old is lost. The emulator could show this only to who waits for it.
 */
export function createFifoQueue(settings: QueueSettings, clock: Clock) {
  const letters = new Map<string, Letter>()
  const lines: Letter[][] = []
  const lineOf = new Map<string, Letter[]>()
  const sentAt = new Map<string, number>()
  const dead: Letter[] = []
  const lost: Letter[] = []
  let sent = 0
  /** What was found next, until something changes: a thousand lines are looked through a million times. */
  let found: { readonly next: Letter | undefined } | undefined

  function openLine(groupId: string): Letter[] {
    const line: Letter[] = []
    lineOf.set(groupId, line)
    lines.push(line)
    return line
  }

  function remove(messageId: string): void {
    const line = lineOf.get(letters.get(messageId)?.groupId ?? '') ?? []
    const place = line.findIndex(letter => letter.messageId === messageId)
    if (place >= 0) line.splice(place, 1)
    letters.delete(messageId)
    found = undefined
  }

  /** The letter of all the first in their lines that can be had next. */
  function findNext(): Letter | undefined {
    if (found !== undefined) return found.next
    let next: Letter | undefined
    for (let at = 0; at < lines.length; at++) {
      const first = lines[at]?.[0]
      if (first !== undefined && (next === undefined || first.visibleAt < next.visibleAt)) next = first
    }
    found = { next }
    return next
  }

  function hideUntil(letter: Letter, visibleAt: number): void {
    letter.visibleAt = visibleAt
    found = undefined
  }

  function findGrave({ sentAt, receives }: Letter): Letter[] | undefined {
    if (clock.nowMs - sentAt > settings.retentionSeconds * 1000) return lost
    return receives >= settings.maxReceiveCount ? dead : undefined
  }

  return {
    dead,
    lost,
    letters: () => [...letters.values()],
    /** When the next letter can be had; undefined when none is left. */
    nextVisibleAt: () => findNext()?.visibleAt,

    send({ groupId, deduplicationId, body }: Sending): void {
      const id = `${groupId} ${deduplicationId}`
      if (clock.nowMs - (sentAt.get(id) ?? Number.NEGATIVE_INFINITY) < deduplicationMs) return
      sentAt.set(id, clock.nowMs)
      const messageId = `letter ${++sent}`
      const visibleAt = clock.nowMs + settings.delaySeconds * 1000
      const letter: Letter = { messageId, groupId, body, sentAt: clock.nowMs, visibleAt, receives: 0 }
      letters.set(messageId, letter)
      const line = lineOf.get(groupId) ?? openLine(groupId)
      line.push(letter)
      found = undefined
    },

    receive(): SQSRecord | undefined {
      for (;;) {
        const letter = findNext()
        if (letter === undefined || letter.visibleAt > clock.nowMs) return undefined
        const grave = findGrave(letter)
        if (grave === undefined) {
          letter.receives += 1
          hideUntil(letter, clock.nowMs + settings.visibilitySeconds * 1000)
          return createRecord(letter)
        }
        grave.push(letter)
        remove(letter.messageId)
      }
    },

    /** The receipt of a letter is its id. */
    postpone(receiptHandle: string, seconds: number): void {
      const letter = letters.get(receiptHandle)
      if (letter !== undefined) hideUntil(letter, clock.nowMs + seconds * 1000)
    },

    remove,
  }
}

/**
 * What polls a queue for a function, with batches of one. Deliveries at the same time are made one after the other, each
 * with the clock set to its own time: they share nothing that minds the order.
 */
export function createEventSource(queue: FifoQueue, maxConcurrency: number, clock: Clock) {
  const freeAt = Array.from({ length: maxConcurrency }, () => 0)
  const nextFreeAt = () => Math.min(...freeAt)
  const nextDeliveryAt = () => Math.max(queue.nextVisibleAt() ?? Number.POSITIVE_INFINITY, nextFreeAt())
  return {
    /** When the next letter can be had by an idle consumer. */
    nextDeliveryAt,

    /** Lets an idle consumer have the next letter, at its time. */
    async deliver(handle: (event: SQSEvent) => Promise<SQSBatchResponse>): Promise<void> {
      const consumer = freeAt.indexOf(nextFreeAt())
      clock.nowMs = nextDeliveryAt()
      const record = queue.receive()
      if (record === undefined) return
      const { batchItemFailures } = await handle({ Records: [record] })
      if (batchItemFailures.length === 0) queue.remove(record.messageId)
      freeAt[consumer] = clock.nowMs
    },
  }
}

function createRecord({ messageId, groupId, body, receives, sentAt }: Letter): SQSRecord {
  return {
    messageId,
    receiptHandle: messageId,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '',
      MessageGroupId: groupId,
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  }
}
