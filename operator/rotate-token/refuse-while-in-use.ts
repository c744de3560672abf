import type { CallbackApp } from '../../functions/coze/callback-apps.ts'
import { CozeError } from '../../functions/coze/errors.ts'
import { fingerprint } from '../channel/callback-tokens.ts'
import { connectStoredCoze } from '../channel/connect-coze.ts'
import type { Deployment } from '../channel/deployment.ts'
import { Problem } from '../desk/errors.ts'
import type { Desk } from '../desk/open-desk.ts'
import { showText } from '../desk/show-text.ts'

/** Coze would sign with a token that nobody knows any more, and every publish would fail. */
export async function refuseWhileInUse(
  deployment: Deployment,
  dropped: readonly string[],
  desk: Desk,
): Promise<void> {
  const apps = await listApps(deployment)
  if (apps === undefined) return desk.note('Coze could not be asked which token its callback apps sign with')
  // Whatever its URL: it may lead here by way of another one, such as that of a firewall.
  const signing = apps.find(
    ({ callbackUrl, verifyToken }) => callbackUrl !== '' && dropped.includes(verifyToken),
  )
  if (signing !== undefined)
    throw new Problem(
      `callback app ${signing.id}, which sends to ${showText(signing.callbackUrl)}, signs with token ${fingerprint(signing.verifyToken)}, which is to be dropped: it has to stay until the app is deleted`,
    )
  const silent = apps.find(app => app.callbackUrl === deployment.callbackUrl && app.verifyToken === '')
  if (silent !== undefined)
    throw new Problem(
      `Coze does not tell which token callback app ${silent.id} signs with, and it sends here: see its verify token in the console of Coze, and put it alone into the secret ${deployment.callbackTokensSecret}, as {"tokens":["..."]}`,
    )
}

/** Undefined where Coze does not tell. */
async function listApps(deployment: Deployment): Promise<CallbackApp[] | undefined> {
  try {
    const { callbackApps } = await connectStoredCoze(deployment)
    return await callbackApps.list()
  } catch (error) {
    if (error instanceof CozeError || error instanceof Problem) return undefined
    throw error
  }
}
