import * as z from 'zod'
import type { CallbackApp } from '../../functions/coze/callback-apps.ts'
import { readCallbackTokens } from '../channel/callback-tokens.ts'
import { type Coze, connectCoze } from '../channel/connect-coze.ts'
import type { Deployment } from '../channel/deployment.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { exactId } from '../desk/exact-id.ts'
import type { Desk } from '../desk/open-desk.ts'
import { chooseApp } from '../setup/choose-app.ts'
import { chooseCredentials } from '../setup/choose-credentials.ts'
import { listSteps, neededEvents } from '../setup/list-steps.ts'
import { storeCredentials } from '../setup/store-credentials.ts'

const givenSchema = z.object({
  connector: exactId.optional(),
  app: z.string().optional(),
  'token-file': z.string().optional(),
  'oauth-config': z.string().optional(),
  'credentials-only': z.boolean().default(false),
})
type Given = z.infer<typeof givenSchema>

export const setup: Command = defineCommand({
  summary: 'stores the Coze credentials and registers the callback URL',
  positionals: [],
  options: {
    connector: {
      type: 'string',
      value: 'ID',
      help: 'the channel; not needed once a callback app points here',
    },
    'oauth-config': {
      type: 'string',
      value: 'FILE',
      help: 'coze_oauth_config.json of the OAuth app of the channel',
    },
    'token-file': { type: 'string', value: 'FILE', help: 'an access token instead, - for standard input' },
    app: { type: 'string', value: 'ID', help: 'the callback app, where the channel has several' },
    'credentials-only': {
      type: 'boolean',
      help: 'no more than the credentials: the URL is registered in the console',
    },
  },
  about: `After cdk deploy this is all that a channel needs to go live. It stores the credentials (also from
COZE_ACCESS_TOKEN), finds or creates the callback app of the channel, stores its verify token, sets its URL
and subscribes ${neededEvents.join(', ')}. A second run changes nothing. The credentials need
listApiApp, createApiApp, updateApiApp and subscribeApiAppEvent for it, and Connector.botUpdateProfile and
getMetadata to review.`,
  examples: [
    'setup --connector 7423989367674212345 --oauth-config coze_oauth_config.json',
    'setup --connector 7423989367674212345 --token-file - --yes < token.txt',
    'setup --credentials-only --token-file -',
    'setup',
  ],
  given: givenSchema,
  run: runSetup,
})

async function runSetup(given: Given, desk: Desk): Promise<Result> {
  const deployment = await desk.connect()
  const { credentials, text: credentialsText } = await chooseCredentials(
    { tokenFile: given['token-file'], oauthConfig: given['oauth-config'] },
    deployment,
    desk,
  )
  const coze = connectCoze(deployment.cozeApiBase, credentials)
  if (given['credentials-only']) return storeCredentials(deployment, coze, credentialsText, desk)
  desk.progress(`asking ${deployment.cozeApiBase} for the callback apps ...`)
  const found = await survey(deployment, coze, given)
  const steps = listSteps({ ...found, credentialsText }, deployment, coze).filter(({ isDue }) => isDue)
  if (steps.length === 0) return tell(deployment, found.app, [])

  const plan = steps.map(({ what }) => what)
  await desk.confirm(`In the ${deployment.name}:\n${plan.map(what => `  ${what}\n`).join('')}Go on?`)
  let { app } = found
  for (const { what, make } of steps) app = await desk.change(what, () => make(app))
  return tell(deployment, app, plan)
}

async function survey(deployment: Deployment, { callbackApps }: Coze, { connector, app: appId }: Given) {
  const wanted = { callbackUrl: deployment.callbackUrl, connectorId: connector, appId }
  const app = chooseApp(await callbackApps.list(), wanted)
  const events = app.id === '' ? [] : await callbackApps.listEvents(app.id)
  const { tokens } = await readCallbackTokens(deployment)
  return { app, events, tokens }
}

function tell(
  { name, callbackUrl }: Deployment,
  { id, connectorId }: CallbackApp,
  changed: readonly string[],
): Result {
  const done = changed.map(step => `done: ${step}`)
  const document = { deployment: name, callbackUrl, callbackApp: id, connector: connectorId, changed }
  const state = `callback app ${id} of channel ${connectorId} sends to ${callbackUrl}`
  const next =
    done.length === 0 ? 'nothing was to be changed' : 'publish a bot to the channel, or look with doctor'
  return { ok: true, document, lines: [...done, state, next] }
}
