import type { CallbackApp } from '../../functions/coze/callback-apps.ts'
import { CozeError } from '../../functions/coze/errors.ts'
import { Problem } from '../desk/errors.ts'
import { connectStoredCoze } from './connect-coze.ts'
import type { Deployment } from './deployment.ts'

/** The callback apps that send to the deployment and sign with one of the tokens; undefined where Coze does not tell. */
export async function findAppsSigningWith(
  tokens: readonly string[],
  deployment: Deployment,
): Promise<CallbackApp[] | undefined> {
  try {
    const { callbackApps } = await connectStoredCoze(deployment)
    const apps = await callbackApps.list()
    return apps.filter(app => app.callbackUrl === deployment.callbackUrl && tokens.includes(app.verifyToken))
  } catch (error) {
    if (error instanceof CozeError || error instanceof Problem) return undefined
    throw error
  }
}
