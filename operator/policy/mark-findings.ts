import { styleText } from 'node:util'
import type { Finding } from '../../functions/policy/finding.ts'
import type { TextField } from '../../functions/policy/read-field.ts'
import { showText } from '../desk/show-text.ts'

/** Round each place of the original text where something was found, as in 大家好，【代开发票】。 */
export function markFindings({ field, text }: TextField, findings: readonly Finding[]): string {
  const places = mergePlaces(findings.filter(finding => finding.field === field && isIn(text, finding)))
  let marked = ''
  let from = 0
  for (const { start, end } of places) {
    marked += showText(text.slice(from, start)) + styleText('bold', `【${showText(text.slice(start, end))}】`)
    from = end
  }
  return `${field.padEnd(8)}  ${marked}${showText(text.slice(from))}`
}

/** Several texts may stand in one field. */
function isIn(text: string, { start, end, excerpt }: Finding): boolean {
  return end > start && text.slice(start, end) === excerpt
}

type Place = { start: number; end: number }

function mergePlaces(places: readonly Place[]): Place[] {
  const merged: Place[] = []
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end)
    else merged.push({ start, end })
  }
  return merged
}
