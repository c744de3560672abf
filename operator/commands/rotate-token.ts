import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import {
  addToken,
  changeCallbackTokens,
  fingerprint,
  readCallbackTokens,
  type StoredTokens,
} from '../channel/callback-tokens.ts'
import type { Deployment } from '../channel/deployment.ts'
import { type Command, defineCommand, type Result } from '../command.ts'
import { Problem } from '../desk/errors.ts'
import type { Desk } from '../desk/open-desk.ts'
import { readToken } from '../desk/read-token.ts'
import { refuseWhileInUse } from '../rotate-token/refuse-while-in-use.ts'

const error = 'one of --token-file FILE, --finish and --status'
const givenSchema = z
  .object({ 'token-file': z.string(), finish: z.literal(true), status: z.literal(true) }, { error })
  .partial()
  .refine(given => Object.values(given).filter(value => value !== undefined).length === 1, {
    error,
    path: ['rotate-token'],
  })
type Given = z.infer<typeof givenSchema>

export const rotateToken: Command = defineCommand({
  summary: 'changes the verify token without losing a callback',
  positionals: [],
  options: {
    'token-file': {
      type: 'string',
      value: 'FILE',
      help: 'adds the token in it, - for standard input; those before stay valid',
    },
    finish: { type: 'boolean', help: 'drops all tokens but the newest' },
    status: { type: 'boolean', help: 'tells which are valid, by the beginning of their SHA-256' },
  },
  about: `Coze gives every callback app a token and lets nobody change it, so a new token means a new callback app:
create one in the console, run setup --app with its id (which adds its token), delete the old app, and run
rotate-token --finish. With --token-file a token is added by hand. The functions know it within a minute.`,
  examples: [
    'rotate-token --status',
    'rotate-token --token-file -',
    'rotate-token --token-file - --yes < token.txt',
    'rotate-token --finish',
  ],
  given: givenSchema,
  run: async (given, desk) => {
    const deployment = await desk.connect()
    const stored = await readCallbackTokens(deployment)
    if (given.status) return tellStatus(deployment, stored)
    return given.finish ? finish(deployment, stored, desk) : add(given, deployment, stored, desk)
  },
})

async function add(
  given: Given,
  deployment: Deployment,
  { tokens }: StoredTokens,
  desk: Desk,
): Promise<Result> {
  const token = await readToken(given['token-file'] ?? '', desk)
  if (tokens[0] === token)
    return tell(deployment, tokens, 'it is the newest token already: nothing was changed')
  const before = tokens.filter(other => other !== token)
  await desk.confirm(`Token ${fingerprint(token)} becomes the newest; ${name(before)} stays valid. Go on?`)
  const next = await desk.change('storing the token', () =>
    changeCallbackTokens(deployment, standing => addToken(standing, token)),
  )
  return tell(
    deployment,
    next,
    'every function knows it within a minute; when Coze signs with it: rotate-token --finish',
  )
}

async function finish(deployment: Deployment, { tokens }: StoredTokens, desk: Desk): Promise<Result> {
  const [newest, ...before] = tokens
  if (newest === undefined || before.length === 0)
    return tell(deployment, tokens, 'there is no previous token: nothing was changed')
  await refuseWhileInUse(deployment, before, desk)
  await desk.confirm(`Callbacks signed with ${name(before)} are refused from then on. Go on?`)
  await desk.change('dropping what is older than the newest token', () =>
    changeCallbackTokens(deployment, standing => {
      if (isDeepStrictEqual(standing, tokens)) return [newest]
      throw new Problem(
        'the tokens were changed by somebody else meanwhile, so none was dropped: see --status, and run it again',
      )
    }),
  )
  return tell(deployment, [newest], `${name(before)} is no longer valid in a minute at the latest`)
}

function tellStatus(deployment: Deployment, stored: StoredTokens): Result {
  const { tokens, changedAt } = stored
  if (tokens.length === 0)
    return { ...tell(deployment, tokens, 'no token is stored, so no callback gets in: run setup'), ok: false }
  const since = changedAt === undefined ? 'at an unknown time' : changedAt.toISOString()
  const told = tell(deployment, tokens, `changed last: ${since}`)
  return { ...told, document: { ...told.document, changedAt } }
}

function tell({ name: deployment }: Deployment, tokens: readonly string[], last: string): Result {
  const valid = tokens.map(fingerprint)
  const lines = valid.map((print, place) => `${place === 0 ? 'newest  ' : 'previous'}  ${print}`)
  return { ok: true, document: { deployment, valid, note: last }, lines: [...lines, last] }
}

function name(tokens: readonly string[]): string {
  return tokens.length === 0 ? 'none before it' : tokens.map(fingerprint).join(', ')
}
