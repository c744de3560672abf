import { userInfo } from 'node:os'
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts'
import { Problem } from '../desk/errors.ts'
import { explainError } from '../desk/explain-error.ts'

/** Whom AWS takes us for, as an ARN: the record keeps who decided. */
export async function nameAwsCaller(client: STSClient): Promise<string> {
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand({}))
    if (Arn !== undefined) return Arn
  } catch (error) {
    throw anonymous(`AWS does not tell whose credentials these are: ${explainError(error)}`)
  }
  throw anonymous('AWS does not tell whose credentials these are')
}

/** Of the operating system; a container may run under a number without a name. */
export async function nameLocalCaller(): Promise<string> {
  try {
    return userInfo().username
  } catch {
    throw anonymous('the user of this process has no name')
  }
}

function anonymous(why: string): Problem {
  return new Problem(`${why}. Or say who decides with --by`)
}
