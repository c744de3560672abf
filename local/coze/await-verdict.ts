import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Audit, Published } from './bots.ts'
import { readAudit } from './read-answer.ts'
import { publishLimitMs, sendCallback } from './send-callback.ts'
import type { WireCallback } from './write-callback.ts'

/** The verdict on a publish, or why there is none. */
export type AwaitVerdict = (withinMs: number) => Promise<Audit | string>

/** Who listens there and is no stand-in may never answer. */
const announceLimitMs = 2000

const shownVerdict = z.object({ state: z.literal([2, 3]), reason: z.string() })

/** Tells the stand-in of a publish that does not come from it; false when no stand-in is there. */
export async function announcePublish(standInUrl: string, published: Published): Promise<boolean> {
  const { botId, eventId, createdAt, name, description, version } = published
  const body = JSON.stringify({ event_id: eventId, created_at: createdAt, name, description, version })
  const signal = AbortSignal.timeout(announceLimitMs)
  const request = fetch(`${standInUrl}/stand-in/bots/${botId}`, { method: 'PUT', body, signal })
  return request.then(({ ok }) => ok).catch(() => false)
}

/** Waits for the report that reaches the stand-in. */
export function awaitAtStandIn(standInUrl: string, botId: string): AwaitVerdict {
  return async withinMs => {
    const url = `${standInUrl}/stand-in/bots/${botId}/verdict?wait_ms=${Math.round(withinMs)}`
    const response = await fetch(url).catch(() => null)
    if (!response?.ok) return `the stand-in for Coze on ${standInUrl} went away`
    const verdict = shownVerdict.safeParse(await response.json())
    if (!verdict.success) return noVerdict(withinMs)
    return { auditStatus: verdict.data.state, reason: verdict.data.reason }
  }
}

/** Sends the event again and again: a repeated event is answered with what is known by then. */
export function awaitByResending(callbackUrl: string, sent: WireCallback, everyMs: number): AwaitVerdict {
  return async withinMs => {
    const deadline = performance.now() + withinMs
    while (performance.now() + everyMs < deadline) {
      await sleep(everyMs)
      const audit = readAudit(await sendCallback(callbackUrl, sent, publishLimitMs))
      if (typeof audit !== 'string' && audit.auditStatus !== 1) return audit
    }
    return noVerdict(withinMs)
  }
}

function noVerdict(withinMs: number): string {
  return `no verdict within ${withinMs / 1000} s: the review may be waiting for a person, see the log of npm start`
}
