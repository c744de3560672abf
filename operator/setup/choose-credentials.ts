import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { type Credentials, parseCredentials } from '../../functions/coze/credentials.ts'
import { readExactJson } from '../../functions/coze/json.ts'
import { nameCredentials, readCredentials } from '../channel/coze-credentials.ts'
import type { Deployment } from '../channel/deployment.ts'
import { Problem, WrongUse } from '../desk/errors.ts'
import type { Desk } from '../desk/open-desk.ts'
import { readGivenFile, readToken } from '../desk/read-token.ts'

type GivenCredentials = {
  readonly tokenFile?: string | undefined
  readonly oauthConfig?: string | undefined
}

export type Storing = { readonly what: string; readonly text: string }

/** `storing` is undefined where the channel has these credentials already. */
type ChosenCredentials = { readonly credentials: Credentials; readonly storing: Storing | undefined }

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
    if (isSame(credentials, stored)) return { credentials, storing: undefined }
    return { credentials, storing: { what: describeStoring(credentials, stored), text } }
  }
  if (stored !== undefined) return { credentials: stored, storing: undefined }
  throw new WrongUse(
    'no Coze credentials are stored yet: give --oauth-config FILE or --token-file FILE, or set COZE_ACCESS_TOKEN',
  )
}

/** The date that stands beside a stored token is no part of it. */
function isSame(given: Credentials, stored: Credentials | undefined): boolean {
  if (given.kind === 'access-token' && stored?.kind === 'access-token')
    return given.accessToken === stored.accessToken
  return isDeepStrictEqual(given, stored)
}

function describeStoring(given: Credentials, stored: Credentials | undefined): string {
  if (stored === undefined) return 'store the Coze credentials'
  const isAlike = nameCredentials(given) === nameCredentials(stored)
  const next = isAlike ? 'another' : nameCredentials(given)
  return `replace the Coze credentials, ${nameCredentials(stored)}, by ${next}`
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
