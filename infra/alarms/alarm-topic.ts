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
  readonly sns: Topic
  readonly runbookUrl: string

  constructor(scope: Construct, id: string, { email, runbookUrl = 'docs/runbook.md' }: AlarmTopicProps) {
    super(scope, id)
    this.runbookUrl = runbookUrl
    this.sns = new Topic(this, 'Topic', { enforceSSL: true })
    // A topic with a policy of its own has lost the one that let the account's alarms in.
    this.sns.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.sns.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    )
    if (email !== undefined) this.sns.addSubscription(new EmailSubscription(email))
  }
}
