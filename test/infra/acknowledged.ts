type Acknowledgement = {
  readonly rule: string
  /** Paths of the constructs, without the stack's name. */
  readonly at: readonly string[]
  readonly reason: string
}

/** Advice of AWS that this stack does not follow. */
export const acknowledged: readonly Acknowledgement[] = [
  {
    rule: 'AwsSolutions-APIG4',
    at: ['Callback/Api/POST--callback/Resource'],
    reason:
      'Coze signs its callbacks instead of authenticating with AWS: the function verifies the signature before it acts on anything.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    at: [
      'Alarms/Robot/Door/Role/DefaultPolicy/Resource',
      'Callback/Door/Role/DefaultPolicy/Resource',
      'Moderation/Door/Role/DefaultPolicy/Resource',
      'Watch/Door/Role/DefaultPolicy/Resource',
    ],
    reason: 'X-Ray knows no resources to name: its two actions write traces and nothing else.',
  },
  {
    rule: 'AwsSolutions-SMG4',
    at: ['Alarms/Robot/Webhook', 'Secrets/CallbackTokens', 'Secrets/CozeCredentials', 'Secrets/ModelKeys'],
    reason:
      'Others issue these secrets, and AWS cannot ask them for new ones: the operator rotates them, and two tokens may be valid at once.',
  },
  {
    rule: 'Serverless-EventBusDLQ',
    at: ['Watch/Rounds/Resource'],
    reason: 'A round of the watch that is missed is made up for by the next one, half an hour later.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    at: ['Watch/Door/Function/Resource'],
    reason: 'A round that fails is made again twice, and then by the next one; its failure raises an alarm.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    at: ['Callback/Door/Function/Resource', 'Moderation/Door/Function/Resource'],
    reason:
      'It takes what fails of asynchronous invocations, and these are synchronous: Coze sends again, and the task queue has dead letters.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    at: ['Alarms/Robot/Door/Function/Resource'],
    reason:
      'A notice that fails is tried twice more, and its failure raises an alarm: nobody reads alarms out of a queue.',
  },
  {
    rule: 'Serverless-SNSRedrivePolicy',
    at: ['Alarms/Robot/Door/Function/Topic/Resource', 'Alarms/Topic/Topic/operator@example.com/Resource'],
    reason:
      'The state of every alarm stands in CloudWatch and on the dashboard: nobody reads alarms out of a queue.',
  },
  {
    rule: 'Serverless-LambdaEventSourceMappingDestination',
    at: ['Moderation/Source/Resource'],
    reason:
      'Only streams have such destinations: a task that fails for good goes to the dead letters of its queue.',
  },
  {
    rule: 'Serverless-SQSRedrivePolicy',
    at: ['Queue/DeadLetters/Resource'],
    reason: 'It is the queue of dead letters itself, and what lies there waits for a person.',
  },
]
