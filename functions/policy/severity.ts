/** From the mildest: a note is recorded and has no consequence, an escalation asks a person. */
export const severities = ['note', 'escalate', 'reject'] as const

export type Severity = (typeof severities)[number]

/** So many levels milder, and never less than a note. */
export function lowerSeverity(severity: Severity, levels: number): Severity {
  return severities[Math.max(0, severities.indexOf(severity) - levels)] ?? 'note'
}

export function capSeverity(severity: Severity, ceiling: Severity): Severity {
  return compareSeverity(severity, ceiling) > 0 ? ceiling : severity
}

/** Positive if the first is the graver of the two. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b)
}
