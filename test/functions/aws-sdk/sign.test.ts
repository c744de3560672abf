import { expect, test } from '@jest/globals'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { createSign } from '../../../functions/aws-sdk/sign.ts'

const at = new Date('2026-11-22T09:05:07.890Z')
const identity = {
  region: 'cn-north-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
}
const given = {
  host: 'sqs.cn-north-1.amazonaws.com.cn',
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'AmazonSQS.SendMessage',
}

/** What the SDK signs, with the same headers. */
async function signWithSdk(body: string, credentials: typeof identity.credentials) {
  const signer = new SignatureV4({
    ...identity,
    credentials,
    service: 'sqs',
    sha256: Sha256,
    applyChecksum: false,
  })
  const request = {
    method: 'POST',
    protocol: 'https:',
    hostname: given.host,
    path: '/',
    headers: given,
    body,
  }
  return (await signer.sign(request, { signingDate: at })).headers
}

test.each(['{}', '{"MessageBody":"天气助手 🤖"}'])('%s is signed as the SDK signs it', async body => {
  expect(createSign('sqs', identity)(given, body, at)).toEqual(await signWithSdk(body, identity.credentials))
})

test('the token of a role is signed as well', async () => {
  const credentials = { ...identity.credentials, sessionToken: 'AQoDYXdzEPT//////////wEXAMPLE' }
  const headers = createSign('sqs', { ...identity, credentials })(given, '{}', at)
  expect(headers).toEqual(await signWithSdk('{}', credentials))
  expect(headers.authorization).toContain('x-amz-security-token')
})

test('a known request has a known signature', () => {
  expect(createSign('sqs', identity)(given, '{}', at).authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/cn-north-1/sqs/aws4_request, ' +
      'SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=ba8fcac376ff5ff817ea306b2ecbb46f1726e3ca1fe6cc210a1b76030c6c3863',
  )
})
