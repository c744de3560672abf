import { CozeError } from '../../functions/coze/errors.ts'
import { Problem, WrongUse } from '../desk/errors.ts'
import { explainCozeError } from '../desk/explain-coze-error.ts'
import { connectStoredCoze } from './connect-coze.ts'
import type { Deployment } from './deployment.ts'

/** The channel whose callback app sends to the deployment: nobody has to know its id by heart. */
export async function findConnectorId(deployment: Deployment): Promise<string> {
  const { callbackUrl } = deployment
  try {
    const { callbackApps } = await connectStoredCoze(deployment)
    const app = (await callbackApps.list()).find(candidate => candidate.callbackUrl === callbackUrl)
    if (app !== undefined) return app.connectorId
  } catch (error) {
    if (error instanceof CozeError) throw missing(explainCozeError(error))
    if (error instanceof Problem) throw missing(error.message)
    throw error
  }
  throw missing(`no callback app that the credentials see sends to ${callbackUrl}`)
}

function missing(why: string): WrongUse {
  return new WrongUse(`the channel could not be found out (${why}): give its id with --connector`)
}
