import type { Interfere } from './aws/fault-proxy.ts'
import { credentials, region } from './aws/local-account.ts'
import { type LocalAws, startLocalAws } from './aws/local-aws.ts'
import { type ChannelDescription, channelDescriptionPath } from './channel-description.ts'
import { type CozeStandIn, type CozeStandInOptions, startCozeStandIn } from './coze/coze-stand-in.ts'
import { localAccessToken, localCallbackToken } from './defaults.ts'
import { type Synthesized, synthesize } from './synthesize.ts'

export type ChannelOptions = {
  /** Of the gateway; the stand-in for Coze listens one above. 0 takes two free ports. @default 0 */
  readonly port?: number
  readonly callbackToken?: string
  /** The bearer of reports. */
  readonly accessToken?: string
  /** What the secret of Coze credentials holds. @default the access token */
  readonly cozeCredentials?: string
  /** A Coze elsewhere, which takes the reports instead of the stand-in. */
  readonly cozeApiBase?: string | undefined
  /** Whether the secrets are stored and the callback URL is registered; without, that is left to be done. @default true */
  readonly isSetUp?: boolean
  /** On top of the context of cdk.json. */
  readonly context?: Readonly<Record<string, unknown>>
  /** Gives the stack with that context. @default synthesizes it */
  readonly synthesize?: (
    context: Readonly<Record<string, unknown>>,
    options: { signal?: AbortSignal },
  ) => Promise<Synthesized>
  readonly standIn?: Omit<CozeStandInOptions, 'port' | 'callbackToken'>
  /** Changes the template before it is deployed, for tests that cannot wait minutes for a letter to come back. */
  readonly amend?: (template: unknown) => unknown
  /** Stands between the functions and AWS. */
  readonly interfere?: Interfere
  readonly writeLog: (line: string) => void
  /** Breaks off the start. */
  readonly signal?: AbortSignal
}

export type Channel = AsyncDisposable & { readonly aws: LocalAws; readonly coze: CozeStandIn }

/** The whole channel on this machine: what the stack would deploy, and a stand-in for Coze on the other side. */
export async function startChannel(options: ChannelOptions): Promise<Channel> {
  const { port = 0, callbackToken = localCallbackToken, accessToken = localAccessToken } = options
  const { interfere, isSetUp = true } = options
  await using starting = new AsyncDisposableStack()
  const standInPort = port === 0 ? 0 : port + 1
  const coze = await startCozeStandIn({
    accessTokens: [accessToken],
    ...options.standIn,
    callbackToken,
    port: standInPort,
  })
  starting.defer(() => coze.close())

  const { template, assembly, remove } = await (options.synthesize ?? synthesize)(
    options.context ?? {},
    options.signal ? { signal: options.signal } : {},
  )
  starting.defer(remove)
  const cozeApiBase = options.cozeApiBase ?? coze.url
  const aws = await startLocalAws({
    template: options.amend?.(template) ?? template,
    assembly,
    port,
    environment: { COZE_API_BASE: cozeApiBase },
    secrets: isSetUp
      ? {
          SecretsCallbackTokens: JSON.stringify({ tokens: [callbackToken] }),
          SecretsCozeCredentials: options.cozeCredentials ?? JSON.stringify({ access_token: accessToken }),
        }
      : {},
    writeLog: options.writeLog,
    ...(interfere ? { interfere } : {}),
  })
  starting.defer(() => aws.close())
  if (isSetUp) coze.setCallbackUrl(aws.callbackUrl)
  aws.showDocument(channelDescriptionPath, describeChannel(aws, cozeApiBase))

  const running = starting.move()
  return { aws, coze, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** The stack's outputs are those of a real one; only Coze is elsewhere. */
function describeChannel({ outputs, endpoints }: LocalAws, cozeApiBase: string): ChannelDescription {
  return { outputs: { ...outputs, CozeApiBase: cozeApiBase }, region, credentials, endpoints }
}
