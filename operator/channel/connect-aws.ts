import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import { Problem } from '../desk/errors.ts'
import { type Deployment, describeDeployment } from './deployment.ts'
import { readStackName } from './read-stack-name.ts'

type AwsOptions = { readonly stack: string | undefined; readonly region: string | undefined }

/** A person waits: better an error than a minute of silence. */
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true }

/** Finds the stack and what it consists of. Credentials, and a region that is not given, as the AWS CLI finds them. */
export async function connectAws({
  stack = readStackName(),
  region: given,
}: AwsOptions): Promise<Deployment> {
  const options = { requestHandler, ...(given === undefined ? {} : { region: given }) }
  const cloudformation = new CloudFormationClient(options)
  const region = await cloudformation.config.region()
  try {
    const outputs = await readOutputs(cloudformation, stack, region)
    return describeDeployment(`stack ${stack} in ${region}`, outputs, {
      secretsManager: new SecretsManagerClient({ ...options, region }),
      dynamodb: new DynamoDBClient({ ...options, region }),
      sqs: new SQSClient({ ...options, region }),
    })
  } finally {
    cloudformation.destroy()
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
