import { userInfo } from 'node:os'
import { STSClient } from '@aws-sdk/client-sts'
import { expect, test } from '@jest/globals'
import { clientSettings } from '../../../local/aws/local-account.ts'
import { nameAwsCaller, nameLocalCaller } from '../../../operator/channel/name-caller.ts'
import { serveSts } from '../../stand-ins/sts-server.ts'

test('in AWS it is the ARN of the credentials', async () => {
  await using sts = await serveSts('arn:aws-cn:sts::123456789012:assumed-role/reviewer/alice')
  const client = new STSClient(clientSettings(sts.url))
  expect(await nameAwsCaller(client)).toBe('arn:aws-cn:sts::123456789012:assumed-role/reviewer/alice')
  client.destroy()
})

test('where AWS does not tell, a person has to', async () => {
  await using sts = await serveSts()
  const client = new STSClient(clientSettings(sts.url))
  await expect(nameAwsCaller(client)).rejects.toThrow(
    'AWS does not tell whose credentials these are: AWS refuses: no way. Ask whoever runs the account for it. Or say who decides with --by',
  )
  client.destroy()
})

test('on one machine it is the user of the operating system', async () => {
  expect(await nameLocalCaller()).toBe(userInfo().username)
})
