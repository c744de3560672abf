import type { Coze } from '../channel/connect-coze.ts'
import { writeCredentials } from '../channel/coze-credentials.ts'
import type { Deployment } from '../channel/deployment.ts'
import { tryAccess } from '../channel/try-access.ts'
import type { Result } from '../command.ts'
import type { Desk } from '../desk/open-desk.ts'
import type { Step } from './list-steps.ts'

const what = 'store the Coze credentials'

/** Not due where the channel has these credentials already. */
export function createCredentialsStep(deployment: Deployment, text: string | undefined): Step {
  return {
    isDue: text !== undefined,
    what,
    async make(app) {
      if (text !== undefined) await writeCredentials(deployment, text)
      return app
    },
  }
}

/** For whom Coze does not let register anything. The verify token is stored with rotate-token then. */
export async function storeCredentials(
  deployment: Deployment,
  coze: Coze,
  text: string | undefined,
  desk: Desk,
): Promise<Result> {
  await tryAccess(coze.getAccessToken, coze.callbackApps.list)
  const document = { deployment: deployment.name, callbackUrl: deployment.callbackUrl }
  if (text === undefined)
    return { ok: true, document: { ...document, changed: [] }, lines: ['nothing was to be changed'] }
  await desk.confirm(`In the ${deployment.name} the Coze credentials are replaced. Go on?`)
  await desk.change(what, () => writeCredentials(deployment, text))
  const next = `register ${deployment.callbackUrl} in the console of Coze, and store the verify token with rotate-token`
  return { ok: true, document: { ...document, changed: [what] }, lines: [next] }
}
