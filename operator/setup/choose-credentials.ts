import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { type Credentials, parseCredentials } from '../../functions/coze/credentials.ts'
import { readExactJson } from '../../functions/coze/json.ts'
import { readCredentials } from '../channel/coze-credentials.ts'
import type { Deployment } from '../channel/deployment.ts'
import { Problem, WrongUse } from '../desk/errors.ts'
import type { Desk } from '../desk/open-desk.ts'
import { readGivenFile, readToken } from '../desk/read-token.ts'

type GivenCredentials = {
  readonly tokenFile?: string | undefined
  readonly oauthConfig?: string | undefined
}

/** `text` is what is to be stored; undefined where the channel has these credentials already. */
type ChosenCredentials = { readonly credentials: Credentials; readonly text: string | undefined }

/** Those of a file, of standard input, of the environment, or else those that are stored. */
export async function chooseCredentials(
  given: GivenCredentials,
  deployment: Deployment,
  desk: Desk,
): Promise<ChosenCredentials> {
  const text = await readGiven(given, deployment.cozeApiBase, desk)
  const stored = await readStored(deployment, text !== undefined)
  if (text !== undefined) {
    const credentials = parseCredentials(text)
    return { credentials, text: isDeepStrictEqual(credentials, stored) ? undefined : text }
  }
  if (stored !== undefined) return { credentials: stored, text: undefined }
  throw new WrongUse(
    'no Coze credentials are stored yet: give --oauth-config FILE or --token-file FILE, or set COZE_ACCESS_TOKEN',
  )
}

/** What is about to be replaced may be unreadable. */
async function readStored(deployment: Deployment, isReplaced: boolean): Promise<Credentials | undefined> {
  try {
    return await readCredentials(deployment)
  } catch (error) {
    if (isReplaced && error instanceof Problem) return undefined
    throw error
  }
}

async function readGiven({ tokenFile, oauthConfig }: GivenCredentials, apiBase: string, desk: Desk) {
  if (tokenFile !== undefined && oauthConfig !== undefined)
    throw new WrongUse('--token-file and --oauth-config are two ways to the same: give one')
  if (oauthConfig !== undefined) return readOAuthConfig(oauthConfig, apiBase, desk)
  if (tokenFile !== undefined) return writeToken(await readToken(tokenFile, desk))
  const { COZE_ACCESS_TOKEN: token } = desk.environment
  return token === undefined || token === '' ? undefined : writeToken(token)
}

function writeToken(token: string): string {
  return JSON.stringify({ access_token: token })
}

/** Stored as it was downloaded. */
async function readOAuthConfig(file: string, apiBase: string, desk: Desk): Promise<string> {
  const text = await readGivenFile(file, desk.readInput)
  const json = readExactJson(text.replace(/^\ufeff/, ''))
  if (!isOAuthApp(text)) throw new WrongUse(`${file} is not the coze_oauth_config.json of an OAuth app (JWT)`)
  const { coze_api_base: itsBase } = configSchema.parse(json)
  if (itsBase !== undefined && new URL(itsBase).host !== new URL(apiBase).host)
    throw new WrongUse(
      `${file} is for ${itsBase}, but the channel reports to ${apiBase}: deploy with that cozeApiBase`,
    )
  return text
}

const configSchema = z.object({ coze_api_base: z.url().optional().catch(undefined) })

function isOAuthApp(text: string): boolean {
  try {
    return parseCredentials(text).kind === 'oauth-app'
  } catch {
    return false
  }
}
