import { Aws, Stack } from 'aws-cdk-lib'
import { CfnGuardrail, CfnGuardrailVersion } from 'aws-cdk-lib/aws-bedrock'
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'

export interface ModerationGuardrailProps {
  /** Profile of the Standard tier, such as us.guardrail.v1:0. @default the Classic tier, which knows little Chinese */
  readonly profile?: string | undefined
}

/** Of a text that is only described the words stand in the description; each begins with its category code. */
const deniedTopics = [
  [
    'X.2 off-platform contact',
    'Asking users to contact somebody outside the platform, by messenger, group or telephone.',
  ],
  [
    'X.3 gambling and fraud',
    'Offering betting, fake documents, invoices, accounts, or quick money for little work.',
  ],
  [
    'X.5 undisclosed data collection',
    'Asking users for identity numbers, bank cards, passwords or one-time codes.',
  ],
] as const

const filters = ['SEXUAL', 'VIOLENCE', 'HATE', 'INSULTS', 'MISCONDUCT'] as const

/** A guardrail of Amazon Bedrock that flags; what follows is decided here, so nothing is masked or rewritten. */
export class ModerationGuardrail extends Construct {
  readonly guardrailId: string
  readonly guardrailVersion: string

  constructor(scope: Construct, id: string, { profile }: ModerationGuardrailProps) {
    super(scope, id)
    const tier = profile === undefined ? 'CLASSIC' : 'STANDARD'
    const guardrail = new CfnGuardrail(this, 'Guardrail', {
      // Fifty characters at most: the longest channel leaves room for these.
      name: `${Stack.of(this).stackName}-guard`,
      blockedInputMessaging: 'flagged',
      blockedOutputsMessaging: 'flagged',
      contentPolicyConfig: {
        filtersConfig: filters.map(type => ({ type, inputStrength: 'MEDIUM', outputStrength: 'NONE' })),
        contentFiltersTierConfig: { tierName: tier },
      },
      topicPolicyConfig: {
        topicsConfig: deniedTopics.map(([name, definition]) => ({ name, definition, type: 'DENY' })),
        topicsTierConfig: { tierName: tier },
      },
      ...(profile === undefined
        ? {}
        : { crossRegionConfig: { guardrailProfileArn: writeProfileArn(profile) } }),
    })
    this.guardrailId = guardrail.attrGuardrailId
    this.guardrailVersion = new CfnGuardrailVersion(this, 'Version', {
      guardrailIdentifier: guardrail.attrGuardrailId,
    }).attrVersion
  }
}

export function grantApply(guardrailId: string, grantee: IGrantable): void {
  const arn = `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:guardrail/${guardrailId}`
  Grant.addToPrincipal({ grantee, actions: ['bedrock:ApplyGuardrail'], resourceArns: [arn] })
}

function writeProfileArn(profile: string): string {
  return `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:guardrail-profile/${profile}`
}
