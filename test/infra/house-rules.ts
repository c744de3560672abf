import { type CfnResource, Stack } from 'aws-cdk-lib'
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch'
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda'
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs'
import { CfnQueue } from 'aws-cdk-lib/aws-sqs'
import { NagMessageLevel, NagPack, NagRuleCompliance, type NagRuleResult, NagRules } from 'cdk-nag'

/** What this house demands of its stack besides AWS's advice. */
export class HouseRules extends NagPack {
  readonly name = 'HouseRules'
  protected override packName = 'House'

  protected override checkResource(node: CfnResource): void {
    const level = NagMessageLevel.ERROR
    this.applyRule({
      info: 'The queue brings a message back before six times the time-out of its consumer have passed.',
      explanation: 'AWS advises it, lest a message come back while it is still being worked on.',
      level,
      rule: longVisibility,
      node,
    })
    this.applyRule({
      info: 'The alarm tells nobody.',
      explanation: 'An alarm that nobody hears is a graph.',
      level,
      rule: alarmHeard,
      node,
    })
    this.applyRule({
      info: 'The function has no log group of the stack that forgets after a while.',
      explanation: 'Lambda would create one that keeps everything for ever.',
      level,
      rule: logsForget,
      node,
    })
  }
}

function longVisibility(node: CfnResource): NagRuleResult {
  if (!(node instanceof CfnEventSourceMapping)) return NagRuleCompliance.NOT_APPLICABLE
  const queue = find(node, CfnQueue, node.eventSourceArn)
  const consumer = find(node, CfnFunction, node.functionName)
  if (queue === undefined || consumer === undefined) return NagRuleCompliance.NON_COMPLIANT
  // The defaults are those of SQS and Lambda.
  return judge((queue.visibilityTimeout ?? 30) >= 6 * (consumer.timeout ?? 3))
}

function alarmHeard(node: CfnResource): NagRuleResult {
  if (!(node instanceof CfnAlarm)) return NagRuleCompliance.NOT_APPLICABLE
  // Resolved: before that the list is a promise of one, and never empty.
  const actions: unknown = Stack.of(node).resolve(node.alarmActions)
  return judge(Array.isArray(actions) && actions.length > 0 && node.actionsEnabled !== false)
}

function logsForget(node: CfnResource): NagRuleResult {
  if (!(node instanceof CfnFunction)) return NagRuleCompliance.NOT_APPLICABLE
  const { logGroup } = Stack.of(node).resolve(node.loggingConfig) ?? {}
  return judge(find(node, CfnLogGroup, logGroup)?.retentionInDays !== undefined)
}

const judge = (isRight: boolean) => (isRight ? NagRuleCompliance.COMPLIANT : NagRuleCompliance.NON_COMPLIANT)

/** The resource of the same stack that a reference means. */
function find<T extends CfnResource>(
  node: CfnResource,
  kind: abstract new (...args: never[]) => T,
  reference: unknown,
): T | undefined {
  const stack = Stack.of(node)
  const logicalId = NagRules.resolveResourceFromIntrinsic(node, reference)
  const resources = stack.node.findAll().filter((construct): construct is T => construct instanceof kind)
  return resources.find(resource => stack.resolve(resource.logicalId) === logicalId)
}
