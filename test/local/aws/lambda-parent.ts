/** Starts the function of the given directory, prints what it answers, and stays. */
import { createLambdaFunction } from '../../../local/aws/lambda-function.ts'

const lambda = await createLambdaFunction(
  {
    name: 'Orphan',
    arn: 'arn:aws:lambda:local-1:000000000000:function:Orphan',
    handler: 'index.handler',
    directory: process.argv[2] ?? '',
    timeoutSeconds: 5,
    memoryMegabytes: 128,
    environment: {},
    logLevel: undefined,
    reservedConcurrency: undefined,
  },
  console.error,
)
const result = await lambda.invoke({})
console.log(JSON.stringify(result))
