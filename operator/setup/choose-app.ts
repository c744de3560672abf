import type { CallbackApp } from '../../functions/coze/callback-apps.ts'
import { Problem, WrongUse } from '../desk/errors.ts'

type Wanted = {
  readonly callbackUrl: string
  readonly connectorId: string | undefined
  readonly appId: string | undefined
}

/**
 * The app that is to send callbacks here: the one named, the one that does already, or the only one of the channel.
 * One that has to be created has no id yet.
 */
export function chooseApp(apps: readonly CallbackApp[], wanted: Wanted): CallbackApp {
  const { callbackUrl, connectorId, appId } = wanted
  if (appId !== undefined) return findNamed(apps, appId)
  const ofChannel = apps.filter(app => connectorId === undefined || app.connectorId === connectorId)
  const pointingHere = ofChannel.find(app => app.callbackUrl === callbackUrl)
  if (pointingHere !== undefined) return pointingHere
  if (connectorId === undefined)
    throw new WrongUse(
      'connector is missing: give the id of the channel, which Coze shows where the custom channels of the enterprise are managed (企业自定义渠道管理)',
    )
  if (ofChannel.length > 1) {
    const ids = ofChannel.map(({ id }) => id).join(', ')
    throw new WrongUse(`channel ${connectorId} has several callback apps, ${ids}: choose one with --app`)
  }
  return ofChannel[0] ?? { id: '', connectorId, callbackUrl: '', verifyToken: '' }
}

function findNamed(apps: readonly CallbackApp[], id: string): CallbackApp {
  const app = apps.find(candidate => candidate.id === id)
  if (app !== undefined) return app
  const ids = apps.map(candidate => candidate.id).join(', ')
  throw new Problem(
    `there is no callback app ${id} of a channel that the credentials see, only: ${ids || 'none'}`,
  )
}
