import type { CommonOptions } from '../desk/read-arguments.ts'
import { connectAws } from './connect-aws.ts'
import { connectLocal } from './connect-local.ts'
import type { Deployment } from './deployment.ts'

export function connect(
  { local, stack, region }: Pick<CommonOptions, 'local' | 'stack' | 'region'>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Deployment> {
  if (local) return connectLocal(environment.PORT)
  return connectAws({ stack, region: region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION })
}
