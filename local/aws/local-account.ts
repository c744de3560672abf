/** Where the local AWS pretends to be. No such region or account exists, so nothing can leave by mistake. */
export const region = 'local-1'
export const account = '000000000000'
/** Nobody checks them here. */
export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }

export const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::Region': region,
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'localhost',
  'AWS::StackName': 'local',
}

export function formatArn(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`
}

/** For our own calls to the local servers: at once or not at all. */
export function clientSettings(endpoint: string) {
  return { endpoint, region, maxAttempts: 1, credentials }
}
