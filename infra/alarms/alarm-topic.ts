import { Aws } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'

export interface AlarmTopicProps {
  /** @default nobody is written to */
  readonly email?: string | undefined
  /** @default the place of the runbook in the project */
  readonly runbookUrl?: string | undefined
}

/** Where all alarms go, and whoever wants to hear them subscribes. */
export class AlarmTopic extends Construct {
  readonly topic: Topic
  readonly runbookUrl: string

  constructor(scope: Construct, id: string, { email, runbookUrl = 'docs/runbook.md' }: AlarmTopicProps) {
    super(scope, id)
    this.runbookUrl = runbookUrl
    this.topic = new Topic(this, 'Topic', { enforceSSL: true })
    // A topic with a policy of its own has lost the one that let the account's alarms in.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    )
    if (email !== undefined) this.topic.addSubscription(new EmailSubscription(email))
  }
}
