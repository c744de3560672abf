import { randomBytes } from 'node:crypto'
import type { Answer } from './call.ts'

const refusals: Readonly<Record<number, { readonly status: number; readonly msg: string }>> = {
  4000: { status: 200, msg: 'Request parameter error' },
  4006: { status: 200, msg: 'The bot does not exist' },
  4008: { status: 200, msg: 'The number of requests exceeds the quota' },
  4020: { status: 200, msg: 'Too many requests' },
  4009: { status: 200, msg: 'The service is overloaded' },
  4100: { status: 401, msg: 'Authentication is invalid' },
  4101: { status: 403, msg: 'The token has no permission on this resource' },
  4200: { status: 200, msg: 'The requested resource does not exist' },
  5000: { status: 200, msg: 'Internal error' },
}

export function succeed(data?: object): Answer {
  return sealAnswer(200, { code: 0, msg: '', ...(data && { data }) })
}

/**
 * Where the documents name no HTTP status a refusal comes with 200, the harder case for whoever reads it.
 * Another `status` puts the code where it is wanted.
 */
export function refuse(code: number, status = refusals[code]?.status ?? 200): Answer {
  return sealAnswer(status, { code, msg: refusals[code]?.msg ?? 'Unknown error' })
}

function sealAnswer(status: number, body: object): Answer {
  const logid = randomBytes(16).toString('hex')
  return { status, headers: { 'X-Tt-Logid': logid }, body: { ...body, detail: { logid } } }
}
