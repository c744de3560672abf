import { expect, test } from '@jest/globals'
import { createSignRequest } from '../../../functions/moderators/sign-request.ts'

/** The signature was computed by hand from AWS's description of Signature Version 4, with another library. */
test('a request to a guardrail in another account is signed as AWS describes it', async () => {
  const sign = createSignRequest(
    {
      service: 'bedrock',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:18181',
      credentials: {
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
        sessionToken: 'session',
      },
    },
    () => Date.parse('2026-11-01T10:00:00Z'),
  )
  const path = '/guardrail/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aguardrail%2Fabc/version/1/apply'
  expect(await sign(path, '{"source":"INPUT","content":[{"text":{"text":"你好"}}]}')).toEqual({
    'content-type': 'application/json',
    'x-amz-date': '20261101T100000Z',
    'x-amz-security-token': 'session',
    'x-amz-content-sha256': '67363852c103dff5a37a13a91f6f22ea08d86e37302ec1534933d265213ea552',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261101/us-east-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=162639b8070cb34dc226f399981b65c19ee35bb472eaf12cc57364fbbfba386b',
  })
})
