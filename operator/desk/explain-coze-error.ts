import { type CozeError, describeFailure, isForbidden, type Remedy } from '../../functions/coze/errors.ts'
import { capitalize } from './capitalize.ts'

/** The advice that an error carries is for a task that is tried again; this is for a person. */
const advice: Readonly<Record<Remedy, string>> = {
  'try-later': 'try again in a minute',
  'try-while-young': 'Coze does not know it, or not on this channel',
  'renew-token': 'Coze does not accept the access token. Store a valid one with setup',
  operator: 'Coze finds the request, or the credentials, wrong',
}

export function explainCozeError({ failure, remedy }: CozeError): string {
  return `${describeFailure(failure)}. ${capitalize(isForbidden(failure) ? permit(failure.permission) : advice[remedy])}`
}

function permit(permission: string | undefined): string {
  if (permission === undefined)
    return 'the OAuth app is disabled, or not bound to the channel: see it in the console of Coze'
  return [
    `the permission ${permission} is missing: grant it to the OAuth app or the token in the console of Coze.`,
    'If it is there, the channel belongs to another account: its creator, or an administrator of the enterprise, may',
  ].join(' ')
}
