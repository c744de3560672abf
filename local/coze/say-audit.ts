import { styleText } from 'node:util'
import type { Audit } from './bots.ts'

const words = { 1: 'in review', 2: 'approved', 3: 'rejected' }
const colours = { 1: 'yellow', 2: 'green', 3: 'red' } as const
const labelWidth = 10

/** `verdict   3 rejected · 3.3 s`, and the reason below. */
export function sayAudit(label: string, { auditStatus, reason }: Audit, tookMs: number): void {
  const status = styleText(colours[auditStatus], `${auditStatus} ${words[auditStatus]}`)
  say(label, `${status} · ${writeDuration(tookMs)}`)
  for (const line of reason.split('\n').filter(Boolean)) say('', line)
}

export function say(label: string, text: string): void {
  console.log(styleText('dim', label.padEnd(labelWidth)) + text)
}

function writeDuration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}
