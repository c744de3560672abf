import { createHash, createHmac } from 'node:crypto'

export type Identity = {
  readonly region: string
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
}
type Sign = (headers: Readonly<Record<string, string>>, body: string, at: Date) => Record<string, string>

/**
 * Signature Version 4 of a POST to the root of a service; gives all headers to send. Source: docs.aws.amazon.com IAM
 * reference_sigv-create-signed-request.
 */
export function createSign(service: string, { region, credentials }: Identity): Sign {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  return (given, body, at) => {
    const time = at.toISOString().replace(/[:-]|\.\d{3}/g, '')
    const token = sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }
    const headers: Record<string, string> = { ...given, ...token, 'x-amz-date': time }
    const names = Object.keys(headers).sort()
    const lines = names.map(name => `${name}:${headers[name]}`)
    const request = ['POST', '/', '', ...lines, '', names.join(';'), hash(body)].join('\n')
    const scope = [time.slice(0, 8), region, service, 'aws4_request']
    const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`)
    const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(request)].join('\n'))
    const parts = [
      `Credential=${accessKeyId}/${scope.join('/')}`,
      `SignedHeaders=${names.join(';')}`,
      `Signature=${signature.toString('hex')}`,
    ]
    return { ...headers, authorization: `AWS4-HMAC-SHA256 ${parts.join(', ')}` }
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
