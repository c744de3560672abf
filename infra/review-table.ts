import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb'
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'

const workIndex = 'work'

/** The record of all reviews: what an auditor asks for, hence kept when the stack is deleted. */
export class ReviewTable extends Construct {
  readonly table: Table

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.RETAIN,
    })
    // Sparse: only reviews that wait for a person carry these two attributes.
    this.table.addGlobalSecondaryIndex({
      indexName: workIndex,
      partitionKey: { name: 'work', type: AttributeType.STRING },
      sortKey: { name: 'dueAt', type: AttributeType.NUMBER },
    })
  }

  /** The items by their keys. Not `table.grant`, which opens the index as well. */
  grantItems(grantee: IGrantable, ...actions: string[]): void {
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.table.tableArn] })
  }

  /** The index of what waits for a person. */
  grantWork(grantee: IGrantable): void {
    const index = `${this.table.tableArn}/index/${workIndex}`
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:Query'], resourceArns: [index] })
  }
}
