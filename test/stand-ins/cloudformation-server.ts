import { serve } from '../serve.ts'

type Stack = {
  readonly name: string
  readonly outputs?: Readonly<Record<string, string>>
  /** Type and physical id of each, a page for each list. */
  readonly resources?: readonly (readonly (readonly [type: string, id: string])[])[]
}

const namespace = 'xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"'

/** Tells of one stack, in the protocol of CloudFormation. */
export async function serveCloudFormation(stack: Stack) {
  return serve(({ body }, response) => {
    const call = new URLSearchParams(body)
    const isKnown = call.get('StackName') === stack.name
    response.writeHead(isKnown ? 200 : 400, { 'content-type': 'text/xml' })
    if (!isKnown) response.end(refuse(call.get('StackName') ?? ''))
    else if (call.get('Action') === 'DescribeStacks') response.end(describeStack(stack))
    else response.end(listResources(stack, Number(call.get('NextToken') ?? 0)))
  })
}

function describeStack({ name, outputs = {} }: Stack): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  )
  return `<DescribeStacksResponse ${namespace}><DescribeStacksResult><Stacks><member><StackName>${name}</StackName>
    <StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>
    <Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`
}

function listResources({ resources = [] }: Stack, page: number): string {
  const members = (resources[page] ?? []).map(
    ([type, id]) => `<member><LogicalResourceId>L</LogicalResourceId><ResourceType>${type}</ResourceType>
      <PhysicalResourceId>${id}</PhysicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
      <LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></member>`,
  )
  const next = page + 1 < resources.length ? `<NextToken>${page + 1}</NextToken>` : ''
  return `<ListStackResourcesResponse ${namespace}><ListStackResourcesResult><StackResourceSummaries>
    ${members.join('')}</StackResourceSummaries>${next}</ListStackResourcesResult></ListStackResourcesResponse>`
}

function refuse(name: string): string {
  return `<ErrorResponse ${namespace}><Error><Type>Sender</Type><Code>ValidationError</Code>
    <Message>Stack with id ${name} does not exist</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`
}
