import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localCallbackToken } from '../../local/defaults.ts'
import { startAwsStandIn } from './aws-stand-in.ts'
import { createCertificates } from './certificates.ts'
import { buildFunctions } from './functions.ts'
import type { ColdBench } from './measure-cold-starts.ts'
import { installPackages } from './packages.ts'

/** Everything that a cold start is measured with. What is started and written ends with the owner. */
export async function openColdBench(owner: AsyncDisposableStack): Promise<ColdBench> {
  const modules = await installPackages(line => console.error(line))
  const folder = await mkdtemp(join(tmpdir(), 'bench-cold-'))
  owner.defer(() => rm(folder, { recursive: true }))
  const certificates = await createCertificates()
  owner.defer(certificates.remove)
  const token = localCallbackToken
  const aws = await startAwsStandIn(certificates, token)
  owner.defer(aws.close)
  const { authorityFile } = certificates
  const functions = await buildFunctions({ modules, awsUrl: aws.url, authorityFile, folder })
  return { functions, aws, interfaceClient: join(modules, 'aws-lambda-ric/index.mjs'), token }
}
