/** The facts of a call that brought no opinion; `httpStatus` is missing where no answer came. */
export type ModeratorFailure = {
  moderator: 'model-judge' | 'guardrail'
  httpStatus?: number | undefined
  retryAfterMs?: number | undefined
}

/** A moderator could not be asked: another try, perhaps after a mending, may bring an opinion. Never quotes content. */
export class ModeratorError extends Error {
  override readonly name = 'ModeratorError'
  readonly failure: ModeratorFailure

  constructor(failure: ModeratorFailure, problem: string, cause?: unknown) {
    super(`${failure.moderator} ${problem}`, { cause })
    this.failure = failure
  }
}

/** Says what an HTTP status other than success asks of the operator. */
export function explainStatus(status: number): string {
  return `was answered with HTTP ${status}: ${adviseOn(status)}`
}

function adviseOn(status: number): string {
  if (status === 401 || status === 403) return 'check its credentials and what they allow'
  if (status === 402) return 'check the balance of its account'
  if (status === 404 || (status >= 300 && status < 400)) return 'check its address and its model or id'
  return 'it is asked again'
}
