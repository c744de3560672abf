import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'

type AwsCredentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}
/** `endpoint` is a host with its scheme, as in https://bedrock-runtime.us-east-1.amazonaws.com. */
export type AwsService = {
  readonly service: string
  readonly region: string
  readonly endpoint: string
  readonly credentials: AwsCredentials
}
type SignRequest = (path: string, body: string) => Promise<Record<string, string>>

/** Gives the headers that make a POST of JSON to a path of the service our own. The path is encoded already. */
export function createSignRequest(aws: AwsService, now: () => number): SignRequest {
  const { service, region, credentials } = aws
  const { protocol, hostname, host } = new URL(aws.endpoint)
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 })
  return async (path, body) => {
    const headers = { host, 'content-type': 'application/json' }
    const signed = await signer.sign(
      { method: 'POST', protocol, hostname, path, headers, body },
      { signingDate: new Date(now()) },
    )
    // The host is for fetch to send.
    const { host: _host, ...rest } = signed.headers
    return rest
  }
}
