import { serve } from '../serve.ts'

type Stack = {
  readonly name: string
  readonly outputs: Readonly<Record<string, string>>
}

/** Describes one stack, in the protocol of CloudFormation. */
export async function serveCloudFormation(stack: Stack) {
  return serve(({ body }, response) => {
    const call = new URLSearchParams(body)
    const isKnown = call.get('StackName') === stack.name
    response.writeHead(isKnown ? 200 : 400, { 'content-type': 'text/xml' })
    response.end(isKnown ? describeStack(stack) : refuse(call.get('StackName') ?? ''))
  })
}

function describeStack({ name, outputs }: Stack): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  )
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult>
    <Stacks><member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
    <CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>${members.join('')}</Outputs></member></Stacks>
    </DescribeStacksResult></DescribeStacksResponse>`
}

function refuse(name: string): string {
  return `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>
    <Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message></Error>
    <RequestId>r-1</RequestId></ErrorResponse>`
}
