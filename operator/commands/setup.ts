import * as z from 'zod'
import type { CallbackApp } from '../../functions/coze/callback-apps.ts'
import { readCallbackTokens, tokenIsHidden } from '../channel/callback-tokens.ts'
import { type Coze, connectCoze } from '../channel/connect-coze.ts'
import { writeCredentials } from '../channel/coze-credentials.ts'
import type { Deployment } from '../channel/deployment.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { exactId } from '../desk/exact-id.ts'
import type { Desk } from '../desk/open-desk.ts'
import { chooseApps } from '../setup/choose-apps.ts'
import { chooseCredentials } from '../setup/choose-credentials.ts'
import { listSteps, neededEvents, type Step } from '../setup/list-steps.ts'
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
    app: {
      type: 'string',
      value: 'ID',
      help: 'the callback app, where the channel has several, or it sends elsewhere',
    },
    'credentials-only': {
      type: 'boolean',
      help: 'no more than the credentials: the URL is registered in the console',
    },
  },
  about: `After cdk deploy this is all that a channel needs to go live. It stores the credentials (also from
COZE_ACCESS_TOKEN), finds or creates the callback app of the channel, stores its verify token, sets its URL
and subscribes ${neededEvents.join(', ')}. An app that sends elsewhere is moved only with
--app. A second run changes nothing. The credentials need listApiApp, createApiApp, updateApiApp and
subscribeApiAppEvent for it, and Connector.botUpdateProfile and getMetadata to review.`,
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
  const { credentials, storing } = await chooseCredentials(
    { tokenFile: given['token-file'], oauthConfig: given['oauth-config'] },
    deployment,
    desk,
  )
  const coze = connectCoze(deployment.cozeApiBase, credentials)
  if (given['credentials-only']) return storeCredentials(deployment, coze, storing, desk)
  desk.progress(`asking ${deployment.cozeApiBase} for the callback apps ...`)
  const plans = await makePlans(deployment, coze, given)
  const steps = plans.flatMap(plan => plan.steps)
  const what = [...(storing === undefined ? [] : [storing]), ...steps].map(step => step.what)
  if (what.length > 0)
    await desk.confirm(`In the ${deployment.name}:\n${what.map(line => `  ${line}\n`).join('')}Go on?`)
  if (storing !== undefined) await desk.change(storing.what, () => writeCredentials(deployment, storing.text))
  const apps: CallbackApp[] = []
  for (const plan of plans) apps.push(await carryOut(plan, desk))
  return tell(deployment, apps, what)
}

type Plan = { readonly app: CallbackApp; readonly steps: readonly Step[] }

/** Of the steps those that are due. */
async function makePlans(deployment: Deployment, coze: Coze, given: Given): Promise<Plan[]> {
  const { callbackUrl } = deployment
  const wanted = { callbackUrl, connectorId: given.connector, appId: given.app }
  const apps = chooseApps(await coze.callbackApps.list(), wanted)
  const { tokens } = await readCallbackTokens(deployment)
  const plans: Plan[] = []
  for (const app of apps) {
    const events = app.id === '' ? [] : await coze.callbackApps.listEvents(app.id)
    const steps = listSteps({ app, events, tokens }, deployment, coze)
    plans.push({ app, steps: steps.filter(({ isDue }) => isDue) })
  }
  return plans
}

async function carryOut({ app, steps }: Plan, { change }: Desk): Promise<CallbackApp> {
  let standing = app
  for (const { what, make } of steps) standing = await change(what, () => make(standing))
  return standing
}

function tell(
  { name, callbackUrl }: Deployment,
  apps: readonly CallbackApp[],
  changed: readonly string[],
): Result {
  const callbackApps = apps.map(({ id, connectorId }) => ({ id, connector: connectorId }))
  const done = changed.map(step => `done: ${step}`)
  const next =
    done.length === 0 ? 'nothing was to be changed' : 'publish a bot to the channel, or look with doctor'
  return {
    ok: true,
    document: { deployment: name, callbackUrl, callbackApps, changed },
    lines: [...done, ...apps.flatMap(app => tellApp(app, callbackUrl)), next],
  }
}

function tellApp({ id, connectorId, verifyToken }: CallbackApp, callbackUrl: string): string[] {
  const state = `callback app ${id} of channel ${connectorId} sends to ${callbackUrl}`
  return verifyToken === '' ? [state, `of app ${id} ${tokenIsHidden}`] : [state]
}
