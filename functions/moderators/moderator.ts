/** One piece of a submission, under the name of its place. */
export type TextField = { readonly field: string; readonly text: string }

/** What a moderator objects to: `excerpt` is the original text from `start` to before `end`, in UTF-16 units. */
export type ModelFinding = {
  readonly rule: string
  readonly category: string
  readonly severity: 'escalate' | 'reject'
  readonly field: string
  /** Empty, with `start` and `end` 0, where no words of the text can be shown. */
  readonly excerpt: string
  readonly start: number
  readonly end: number
  /** A model says what it found, not in which form of the text. */
  readonly view: 'none'
  readonly foundBy: 'model-judge' | 'guardrail'
}

/** What an opinion cost. Tokens are 0 where the service does not count them, and cost where no price is set. */
export type Usage = {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly calls: number
  /** In the currency of the prices in the settings. */
  readonly cost: number
}
export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, calls: 0, cost: 0 }
export type Opinion = { readonly findings: readonly ModelFinding[]; readonly usage: Usage }

/**
 * Holds the texts of one submission against what the channel accepts. No findings means that the service said so, in
 * the agreed form, of every part of every text; whatever else it answers is a finding. Throws ModeratorError where
 * another try may bring an answer.
 */
export type Moderator = (texts: readonly TextField[]) => Promise<Opinion>

/** Overlapping parts find the same words twice: they are one finding. */
export function mergeOpinions(opinions: readonly Opinion[]): Opinion {
  const findings = opinions.flatMap(opinion => opinion.findings)
  const byPlace = new Map(findings.map(finding => [JSON.stringify(finding), finding]))
  return { findings: [...byPlace.values()], usage: addUsage(opinions.map(({ usage }) => usage)) }
}

export function addUsage(usages: readonly Usage[]): Usage {
  const sum = (count: (usage: Usage) => number) => usages.reduce((total, usage) => total + count(usage), 0)
  return {
    inputTokens: sum(usage => usage.inputTokens),
    outputTokens: sum(usage => usage.outputTokens),
    calls: sum(usage => usage.calls),
    cost: sum(usage => usage.cost),
  }
}
