import type { Answer } from './call.ts'
import type { Lookout } from './lookout.ts'

/** One result call as it came, refused ones too. `auditStatus` and `reason` are absent when the body has none. */
type Report = {
  readonly connectorId: string
  readonly botId: string
  readonly auditStatus: number | undefined
  readonly reason: string | undefined
  readonly token: string | undefined
  readonly at: number
}

/** `answered` is undefined while the call is under way; a dropped call got no answer. */
export type ReportRecord = Report & {
  readonly tookEffect: boolean
  readonly answered: Answer | 'dropped' | undefined
}

export type Reports = {
  /** Grows as they arrive. */
  readonly all: readonly ReportRecord[]
  readonly arrive: (report: Report) => ArrivedReport
  /** The first answered (or dropped) report that matches, arrived already or still to come. */
  readonly until: (matches: (report: ReportRecord) => boolean, withinMs: number) => Promise<ReportRecord>
}

type ArrivedReport = {
  readonly takeEffect: () => void
  readonly settle: (answered: Answer | 'dropped') => void
}

export function createReports({ changed, until }: Lookout): Reports {
  const records: ReportRecord[] = []

  function arrive(report: Report): ArrivedReport {
    const place = records.length
    let record: ReportRecord = { ...report, tookEffect: false, answered: undefined }
    const update = (news: Partial<ReportRecord>) => {
      record = { ...record, ...news }
      records[place] = record
      changed()
    }
    update({})
    return {
      takeEffect: () => update({ tookEffect: true }),
      settle: answered => update({ answered }),
    }
  }

  async function untilMatch(matches: (report: ReportRecord) => boolean, withinMs: number) {
    const isOver = (report: ReportRecord) => report.answered !== undefined && matches(report)
    try {
      return await until(() => records.find(isOver), withinMs)
    } catch (cause) {
      const came = records.map(({ auditStatus, botId }) => `${auditStatus} on ${botId}`)
      throw new Error(`no such report within ${withinMs} ms, but ${came.join(', ') || 'none'}`, { cause })
    }
  }

  return { all: records, arrive, until: untilMatch }
}
