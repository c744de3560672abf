/** What is to be done about a call that Coze did not accept. */
export type Remedy = 'try-later' | 'try-while-young' | 'renew-token' | 'operator'

/** The facts of a failed call. `code` is Coze's own (a word for OAuth); Coze's support asks for `logId`. */
export type CozeFailure = {
  call: string
  /** The one that the call needs. */
  permission?: string | undefined
  httpStatus?: number | undefined
  code?: number | string | undefined
  logId?: string | undefined
  retryAfterMs?: number | undefined
}

/** A call to Coze that failed, with what decides about the next try. */
export class CozeError extends Error {
  override readonly name = 'CozeError'
  readonly failure: CozeFailure
  readonly remedy: Remedy

  constructor(failure: CozeFailure, cause?: unknown) {
    const remedy = findRemedy(failure)
    super(`${describeFailure(failure)}: ${isForbidden(failure) ? permit(failure) : advice[remedy]}`, {
      cause,
    })
    this.failure = failure
    this.remedy = remedy
  }
}

/** Source: docs.coze.cn coze_error_codes and oauth_jwt_channel. */
const remedyByCode: ReadonlyMap<number | string | undefined, Remedy> = new Map<number | string, Remedy>([
  [4000, 'operator'],
  [4006, 'try-while-young'],
  [4008, 'try-later'],
  [4009, 'try-later'],
  [4020, 'try-later'],
  [4100, 'renew-token'],
  [4101, 'operator'],
  [4200, 'try-while-young'],
  [5000, 'try-later'],
  [700012006, 'renew-token'],
  ['invalid_request', 'operator'],
  ['invalid_client', 'operator'],
  ['unsupported_grant_type', 'operator'],
  ['access_deny', 'operator'],
  ['internal_error', 'try-later'],
])

/** A code says more than the HTTP status it came with. Undocumented: HTTP 4xx is final, the rest worth another try. */
function findRemedy({ httpStatus, code }: CozeFailure): Remedy {
  const known = remedyByCode.get(code)
  if (known !== undefined) return known
  if (httpStatus === 401) return 'renew-token'
  if (httpStatus === 429) return 'try-later'
  return httpStatus !== undefined && httpStatus >= 400 && httpStatus < 500 ? 'operator' : 'try-later'
}

const advice: Readonly<Record<Remedy, string>> = {
  'try-later': 'it is tried again',
  'try-while-young': 'it is tried again while the review is young, later the bot is taken to be gone',
  'renew-token':
    'Coze refuses the access token: store a valid one in the Coze credentials secret, and it goes on',
  operator: 'another try would not help: check the permissions and the channel of the credentials',
}

/** Refused for want of a permission. Source: docs.coze.cn coze_error_codes. */
export function isForbidden({ httpStatus, code }: CozeFailure): boolean {
  return code === 4101 || httpStatus === 403
}

function permit({ permission }: CozeFailure): string {
  const needed = permission === undefined ? '' : ` need the permission ${permission} and`
  return `another try would not help: the credentials${needed} must be those of the channel`
}

/** What happened, without advice. */
export function describeFailure({ call, httpStatus, code, logId }: CozeFailure): string {
  const status = httpStatus === undefined ? 'got no answer' : `was answered with HTTP ${httpStatus}`
  const details = [code === undefined ? '' : `, code ${code}`, logId === undefined ? '' : `, log id ${logId}`]
  return `${call} ${status}${details.join('')}`
}
