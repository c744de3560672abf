import type { SQSRecord } from 'aws-lambda'

export type QueueSettings = {
  readonly delaySeconds: number
  readonly visibilitySeconds: number
  readonly retentionSeconds: number
  readonly maxReceiveCount: number
}

export type Letter = {
  readonly messageId: string
  readonly groupId: string
  readonly body: string
  readonly sentAt: number
  visibleAt: number
  receives: number
}
type Sending = { readonly groupId: string; readonly deduplicationId: string; readonly body: string }

const deduplicationMs = 300_000

/**
 * A FIFO queue as SQS documents it, in a time that the test sets: a group is held up by its first letter, a letter that
 * is received too often dies, one that is too old is lost. The emulator could show this only to who waits for it.
 */
export function createFifoQueue(settings: QueueSettings, now: () => number) {
  const letters = new Map<string, Letter>()
  const lines = new Map<string, Letter[]>()
  const sentAt = new Map<string, number>()
  const dead: Letter[] = []
  const lost: Letter[] = []
  let sent = 0

  function remove(messageId: string): void {
    const groupId = letters.get(messageId)?.groupId ?? ''
    const line = lines.get(groupId)?.filter(letter => letter.messageId !== messageId) ?? []
    letters.delete(messageId)
    if (line.length === 0) lines.delete(groupId)
    else lines.set(groupId, line)
  }

  /** The letter of all the first in their lines that can be had next. */
  function findNext(): Letter | undefined {
    let next: Letter | undefined
    for (const [first] of lines.values())
      if (first !== undefined && (next === undefined || first.visibleAt < next.visibleAt)) next = first
    return next
  }

  return {
    dead,
    lost,
    letters: () => [...letters.values()],
    /** When the next letter can be had; undefined when none is left. */
    nextVisibleAt: () => findNext()?.visibleAt,

    send({ groupId, deduplicationId, body }: Sending): void {
      const id = `${groupId} ${deduplicationId}`
      if (now() - (sentAt.get(id) ?? Number.NEGATIVE_INFINITY) < deduplicationMs) return
      sentAt.set(id, now())
      const messageId = `letter ${++sent}`
      const visibleAt = now() + settings.delaySeconds * 1000
      const letter: Letter = { messageId, groupId, body, sentAt: now(), visibleAt, receives: 0 }
      letters.set(messageId, letter)
      lines.set(groupId, [...(lines.get(groupId) ?? []), letter])
    },

    receive(): SQSRecord | undefined {
      for (;;) {
        const letter = findNext()
        if (letter === undefined || letter.visibleAt > now()) return undefined
        const grave = findGrave(letter)
        if (grave === undefined) return hand(letter)
        grave.push(letter)
        remove(letter.messageId)
      }
    },

    /** The receipt of a letter is its id. */
    postpone(receiptHandle: string, seconds: number): void {
      const letter = letters.get(receiptHandle)
      if (letter !== undefined) letter.visibleAt = now() + seconds * 1000
    },

    remove,
  }

  function findGrave({ sentAt, receives }: Letter): Letter[] | undefined {
    if (now() - sentAt > settings.retentionSeconds * 1000) return lost
    return receives >= settings.maxReceiveCount ? dead : undefined
  }

  function hand(letter: Letter): SQSRecord {
    letter.receives += 1
    letter.visibleAt = now() + settings.visibilitySeconds * 1000
    return createRecord(letter)
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
