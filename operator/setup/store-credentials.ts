import type { Coze } from '../channel/connect-coze.ts'
import { writeCredentials } from '../channel/coze-credentials.ts'
import type { Deployment } from '../channel/deployment.ts'
import { tryAccess } from '../channel/try-access.ts'
import type { Result } from '../command.ts'
import type { Desk } from '../desk/open-desk.ts'
import type { Storing } from './choose-credentials.ts'

/** For whom Coze does not let register anything. The verify token is stored with rotate-token then. */
export async function storeCredentials(
  deployment: Deployment,
  coze: Coze,
  storing: Storing | undefined,
  desk: Desk,
): Promise<Result> {
  await tryAccess(coze.getAccessToken, coze.callbackApps.list)
  const document = { deployment: deployment.name, callbackUrl: deployment.callbackUrl }
  if (storing === undefined)
    return { ok: true, document: { ...document, changed: [] }, lines: ['nothing was to be changed'] }
  const { what, text } = storing
  await desk.confirm(`In the ${deployment.name}:\n  ${what}\nGo on?`)
  await desk.change(what, () => writeCredentials(deployment, text))
  const next = `register ${deployment.callbackUrl} in the console of Coze, and store the verify token with rotate-token`
  return { ok: true, document: { ...document, changed: [what] }, lines: [next] }
}
