import { expect, test } from '@jest/globals'
import { readAwsIdentity } from '../../functions/aws.ts'

const environment = { AWS_REGION: 'local-1', AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }

test('the trace is that of the invocation under way, not that of the start', () => {
  const invocation: Record<string, string> = { ...environment }
  const { traceId } = readAwsIdentity(invocation)
  expect(traceId()).toBeUndefined()
  invocation._X_AMZN_TRACE_ID = 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1'
  expect(traceId()).toBe('Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1')
})

test('a function without credentials does not start', () => {
  expect(() => readAwsIdentity({ AWS_REGION: 'local-1' })).toThrow('AWS_ACCESS_KEY_ID')
})
