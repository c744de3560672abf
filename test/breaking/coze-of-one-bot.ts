import type { Audit } from '../../functions/coze/audit.ts'
import { CozeError } from '../../functions/coze/errors.ts'

export type CozeEvent = {
  readonly kind: 'publish' | 'withdrawal'
  readonly eventId: string
  readonly createdAt: number
}

/**
 * Coze, as one bot sees it, and as simple as the documents allow it to be: the last word is shown, whichever version it
 * was meant for. Only a verdict in the answer to an event is taken for that event and for no later one.
 */
export function createCozeOfOneBot() {
  const events: CozeEvent[] = []
  let shown: 'nothing' | 'publishing' | 'gone' | Audit = 'nothing'
  return {
    events,
    shown: () => shown,
    happen(event: CozeEvent): void {
      events.push(event)
      shown = event.kind === 'publish' ? 'publishing' : 'gone'
    },
    takeAnswer(event: CozeEvent, audit: Audit): void {
      const isMeant = audit.audit_status === 1 || event === events.at(-1)
      if (isMeant && shown !== 'gone') shown = audit
    },
    takeReport(audit: Audit): void {
      if (shown === 'gone') throw new CozeError({ call: 'reporting', httpStatus: 200, code: 4200 })
      shown = audit
    },
  }
}
export type CozeOfOneBot = ReturnType<typeof createCozeOfOneBot>
