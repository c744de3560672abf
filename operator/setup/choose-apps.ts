import type { CallbackApp } from '../../functions/coze/callback-apps.ts'
import { Problem, WrongUse } from '../desk/errors.ts'
import { showText } from '../desk/show-text.ts'

type Wanted = {
  readonly callbackUrl: string
  readonly connectorId: string | undefined
  readonly appId: string | undefined
}

/**
 * The apps that are to send callbacks here: the one named, all that do already, or the only one of the channel, if it sends
 * nowhere yet. One that has to be created has no id.
 */
export function chooseApps(apps: readonly CallbackApp[], wanted: Wanted): CallbackApp[] {
  const { callbackUrl, connectorId, appId } = wanted
  if (appId !== undefined) return [findNamed(apps, appId, connectorId)]
  const ofChannel = apps.filter(app => connectorId === undefined || app.connectorId === connectorId)
  const pointingHere = ofChannel.filter(app => app.callbackUrl === callbackUrl)
  if (pointingHere.length > 0) return pointingHere
  if (connectorId === undefined)
    throw new WrongUse(
      'connector is missing: give the id of the channel, which Coze shows where the custom channels of the enterprise are managed (企业自定义渠道管理)',
    )
  const [app] = ofChannel
  if (app === undefined) return [{ id: '', connectorId, callbackUrl: '', verifyToken: '' }]
  if (ofChannel.length === 1 && app.callbackUrl === '') return [app]
  const known = ofChannel.map(({ id, callbackUrl: url }) => `${id} (${showText(url) || 'sends nowhere yet'})`)
  throw new WrongUse(
    `channel ${connectorId} has callback apps, but none that sends here: ${known.join(', ')}. Choose with --app the one that is to`,
  )
}

function findNamed(apps: readonly CallbackApp[], id: string, connectorId: string | undefined): CallbackApp {
  const app = apps.find(candidate => candidate.id === id)
  if (app !== undefined && connectorId !== undefined && app.connectorId !== connectorId)
    throw new WrongUse(`callback app ${id} is of channel ${app.connectorId}, not of ${connectorId}`)
  if (app !== undefined) return app
  const ids = apps.map(candidate => candidate.id).join(', ')
  throw new Problem(
    `there is no callback app ${id} of a channel that the credentials see, only: ${ids || 'none'}`,
  )
}
