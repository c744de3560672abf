import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'

export type QueueSettings = {
  readonly delaySeconds: number
  readonly visibilitySeconds: number
  readonly retentionSeconds: number
  readonly maxReceiveCount: number
  /** Of the event source. */
  readonly maxConcurrency: number
}
export type Clock = { nowMs: number }
type Letter = { readonly record: SQSRecord; readonly sentAt: number; visibleAt: number; receives: number }

/**
 * A FIFO queue and its event source in simulated time, with batches of one: the first letter of a group holds up the
 * rest of it, one that was received too often dies, and one that is too old is lost. Deliveries at the same time are
 * made one after the other, each with the clock set to its own time: they share nothing that minds the order.
 */
export function createTimedQueue(settings: QueueSettings, clock: Clock, groups: number) {
  const lines: Letter[][] = Array.from({ length: groups }, () => [])
  /** When the first letter of each group can be had. A plain row of numbers, for it is looked through a million times. */
  const nextAt = new Float64Array(groups).fill(Number.POSITIVE_INFINITY)
  const freeAt = new Float64Array(settings.maxConcurrency)
  const dead: Letter[] = []
  const lost: Letter[] = []
  const statistics = { deliveries: 0, mostReceives: 0 }

  const line = (group: number) => lines[group] ?? []
  const look = (group: number) => {
    nextAt[group] = line(group)[0]?.visibleAt ?? Number.POSITIVE_INFINITY
  }

  function findGrave({ sentAt, receives }: Letter): Letter[] | undefined {
    if (clock.nowMs - sentAt > settings.retentionSeconds * 1000) return lost
    return receives >= settings.maxReceiveCount ? dead : undefined
  }

  async function hand(group: number, letter: Letter, handle: (event: SQSEvent) => Promise<SQSBatchResponse>) {
    letter.receives += 1
    letter.record.attributes.ApproximateReceiveCount = String(letter.receives)
    letter.visibleAt = clock.nowMs + settings.visibilitySeconds * 1000
    statistics.deliveries += 1
    statistics.mostReceives = Math.max(statistics.mostReceives, letter.receives)
    const { batchItemFailures } = await handle({ Records: [letter.record] })
    if (batchItemFailures.length === 0) line(group).shift()
  }

  return {
    dead,
    lost,
    statistics,
    isEmpty: () => lines.every(({ length }) => length === 0),

    send(group: number, body: string): void {
      const record = createRecord(`${group}-${clock.nowMs}`, String(group), body)
      const visibleAt = clock.nowMs + settings.delaySeconds * 1000
      line(group).push({ record, sentAt: clock.nowMs, visibleAt, receives: 0 })
      look(group)
    },
    /** The receipt of a letter is its group: only the first of one can have been received. */
    async postpone(receiptHandle: string, seconds: number): Promise<void> {
      const [letter] = line(Number(receiptHandle))
      if (letter !== undefined) letter.visibleAt = clock.nowMs + seconds * 1000
    },

    /** When the next letter can be had by an idle consumer. */
    nextDeliveryAt: () => Math.max(earliest(nextAt).value, earliest(freeAt).value),

    /** Lets an idle consumer have the next letter, at its time. */
    async deliver(handle: (event: SQSEvent) => Promise<SQSBatchResponse>): Promise<void> {
      const { at: group, value: visibleAt } = earliest(nextAt)
      const { at: consumer, value: idleAt } = earliest(freeAt)
      const [letter] = line(group)
      if (letter === undefined) return
      clock.nowMs = Math.max(visibleAt, idleAt)
      const grave = findGrave(letter)
      if (grave === undefined) await hand(group, letter, handle)
      else grave.push(...line(group).splice(0, 1))
      freeAt[consumer] = clock.nowMs
      look(group)
    },
  }
}

function earliest(times: Float64Array): { at: number; value: number } {
  let at = 0
  let value = times[0] ?? Number.POSITIVE_INFINITY
  for (let other = 1; other < times.length; other++) {
    const time = times[other] ?? Number.POSITIVE_INFINITY
    if (time < value) {
      at = other
      value = time
    }
  }
  return { at, value }
}

function createRecord(messageId: string, group: string, body: string): SQSRecord {
  return {
    messageId,
    receiptHandle: group,
    body,
    attributes: {
      ApproximateReceiveCount: '0',
      SentTimestamp: '',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '',
      MessageGroupId: group,
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  }
}
