import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import { STSClient } from '@aws-sdk/client-sts'
import { Problem } from '../desk/errors.ts'
import { type Deployment, describeDeployment, destroyClients } from './deployment.ts'
import { createMonitoring } from './monitoring.ts'
import { nameAwsCaller } from './name-caller.ts'
import { readStackName } from './read-stack-name.ts'

type AwsOptions = { readonly stack: string | undefined; readonly region: string | undefined }

/** A person waits: better an error than a minute of silence. */
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true }

/** Finds the stack and what it consists of. Credentials, and a region that is not given, as the AWS CLI finds them. */
export async function connectAws({
  stack = readStackName(),
  region: given,
}: AwsOptions): Promise<Deployment> {
  const finder = new CloudFormationClient({
    requestHandler,
    ...(given === undefined ? {} : { region: given }),
  })
  const options = { requestHandler, region: finder.config.region }
  const clients = {
    secretsManager: new SecretsManagerClient(options),
    dynamodb: new DynamoDBClient(options),
    sqs: new SQSClient(options),
  }
  const watchers = { cloudformation: finder, cloudwatch: new CloudWatchClient(options) }
  const sts = new STSClient(options)
  const close = () => destroyClients({ ...clients, ...watchers, sts })
  try {
    const region = await finder.config.region()
    const outputs = await readOutputs(finder, stack, region)
    const monitoring = createMonitoring(watchers, stack)
    const name = `stack ${stack} in ${region}`
    const nameCaller = () => nameAwsCaller(sts)
    return describeDeployment({ name, outputs, clients, monitoring, nameCaller, close })
  } catch (error) {
    close()
    throw error
  }
}

async function readOutputs(cloudformation: CloudFormationClient, stack: string, region: string) {
  const answer = await cloudformation.send(new DescribeStacksCommand({ StackName: stack })).catch(error => {
    if (!isMissing(error)) throw error
    throw new Problem(
      `there is no stack ${stack} in ${region}: deploy it with npm run cdk -- deploy, or name another with --stack and --region`,
    )
  })
  const outputs = answer.Stacks?.[0]?.Outputs ?? []
  return Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
}

/** CloudFormation has no error of its own for it. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist')
  )
}
